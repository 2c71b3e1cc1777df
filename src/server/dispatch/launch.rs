//! From a session that may start to an agent that runs.

use super::{
    folders,
    job::{Job, Next},
    price, start, store, token,
};
use crate::{
    domain::{
        Result, SessionId, TaskId,
        dispatch::{AgentKind, FailureClass, Outcome},
        session::SessionStatus,
        task::Task,
    },
    server::{
        App,
        agents::{self, Launch, Telemetry},
        auth::Caller,
        db::{Tx, new_id},
        delivery,
        git::{self, Trailers},
        goals, problem,
        runner::{self, Plan},
        tasks,
    },
};
use std::{collections::BTreeMap, path::PathBuf, sync::atomic::Ordering};

/// What came of the attempt.
pub enum Launched {
    Running,
    /// The agent was not started, for this reason.
    Not(Box<Outcome>),
    /// It may run all the same: attach to learn whether it does.
    Unknown,
}

/// Starts the agent of a session that was taken out of the queue.
pub async fn launch(app: &App, mut job: Job) -> Result<Launched> {
    let Some(kind) = job.agent() else { return Ok(not(FailureClass::Misconfigured, "it names no agent that can be started")) };
    let found = agents::find(kind, app.config.agents.set(kind), &app.config.agents.path);
    let Some(program) = found else {
        return Ok(not(FailureClass::Misconfigured, format!("{} is not installed, or not on PATH", kind.label())));
    };
    let task = match &job.session.task_id {
        Some(id) => tasks::find(app.store.reader(), id.as_str()).await?,
        None => None,
    };
    let worktree = match worktree(app, &mut job, task.as_ref()).await {
        Ok(worktree) => worktree,
        Err(error) => return Ok(not(FailureClass::Misconfigured, error.to_string())),
    };
    // Written down before the agent is started: a server that dies here finds its work again.
    let (noted, plan) = futures::join!(settled(app, &job), plan(app, &job, kind, program, worktree, task.as_ref()));
    noted?;
    let plan = plan?;
    let folder = folders::run(app, &job.session.id, job.run);
    match runner::start(&app.config.program, &folder, &plan).await {
        Ok(handle) => {
            let pid = handle.status().await.ok().map(|status| status.pid);
            running(app, &job.session.id, pid).await?;
            Ok(Launched::Running)
        }
        Err(runner::Error::Agent(detail)) => Ok(not(FailureClass::Misconfigured, format!("the agent cannot be started: {detail}"))),
        Err(error) => {
            tracing::warn!(session = %job.session.key, %error, "a runner did not say that it is ready");
            Ok(Launched::Unknown)
        }
    }
}

fn not(class: FailureClass, reason: impl Into<String>) -> Launched {
    Launched::Not(Box::new(Outcome::failed(class, reason)))
}

/// The session's own worktree, made where there is none yet.
async fn worktree(app: &App, job: &mut Job, task: Option<&Task>) -> git::Result<PathBuf> {
    if let Some(worktree) = job.worktree.as_ref().filter(|worktree| worktree.is_dir()) {
        return Ok(worktree.clone());
    }
    let repo = PathBuf::from(&job.repo);
    let base = match &job.base {
        Some(base) => base.clone(),
        None => git::default_base(&repo).await?,
    };
    let name = branch(job, task);
    let folder = folders::worktrees(app).join(name.replace('/', "-"));
    std::fs::create_dir_all(folders::worktrees(app))?;
    let made = git::add(&repo, &folder, &format!("maestro/{name}"), &base).await?;
    (job.base, job.base_sha) = (Some(base), Some(made.base_sha));
    (job.branch, job.worktree) = (Some(made.branch), Some(made.folder.clone()));
    job.tidied_at = None;
    Ok(made.folder)
}

/// `t34-speed-up-the-start`
fn branch(job: &Job, task: Option<&Task>) -> String {
    const MOST: usize = 40;
    let key = task.map_or(&job.session.key, |task| &task.key).to_lowercase();
    let title = task.map(|task| task.title.as_str()).or(job.session.summary.as_deref()).unwrap_or_default();
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug: String = slug.chars().take(MOST).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { key } else { format!("{key}-{slug}") }
}

async fn plan(app: &App, job: &Job, kind: AgentKind, program: PathBuf, worktree: PathBuf, task: Option<&Task>) -> Result<Plan> {
    let db = app.store.reader();
    let token = token::issue(app, job).await?;
    let goal = job.session.goal_id.as_ref().map(crate::domain::GoalId::as_str);
    let remembered = store::memories(db, &job.session.id, goal).await?;
    let writable = git::folders(&worktree).await.map_err(|error| problem::internal(&error))?;
    let resumes = job.next != Next::Afresh && job.session.external_id.is_some();
    let prompt = match &job.next {
        Next::Resume { words } if resumes => words.clone(),
        Next::Resume { words } => format!("{}\n\n{words}", job.prompt),
        _ => job.prompt.clone(),
    };
    // Claude Code alone lets its id be fixed in advance; a new conversation needs a new one.
    let fresh = || (kind == AgentKind::ClaudeCode).then(new_id);
    let telemetry = Telemetry {
        endpoint: format!("{}/otlp", app.config.local_url()),
        token: token.clone(),
        attributes: attributes(app, job, task).await?,
    };
    let launch = Launch {
        agent: kind,
        program,
        folder: worktree,
        model: job.session.model.clone(),
        prompt,
        approvals: job.auto_approve,
        external_id: if resumes { job.session.external_id.clone() } else { fresh() },
        resume: resumes,
        continue_turn: resumes && job.next == Next::Continue,
        limits: job.run_limits(),
        environment: environment(app, job, task, token).await?,
        home: None,
        instructions: None,
        remembered,
        writable,
        telemetry: Some(telemetry),
    };
    Ok(Plan {
        session: job.session.id.0.clone(),
        launch,
        settings: app.config.runner,
        prices: price::prices(app.clock.now().date_naive()),
        token: app.fence.load(Ordering::SeqCst),
        runtime: Some(folders::runtime(app)),
    })
}

/// What links the agent back, and lets git mark its commits.
async fn environment(app: &App, job: &Job, task: Option<&Task>, token: String) -> Result<BTreeMap<String, String>> {
    let mut set: BTreeMap<String, String> =
        [("MAESTRO_URL", app.config.local_url()), ("MAESTRO_TOKEN", token), ("MAESTRO_SESSION_ID", job.session.id.0.clone())]
            .map(|(name, value)| (name.to_owned(), value))
            .into();
    if delivery::read(app.store.reader()).await?.trailers {
        let trailers = Trailers { task: task.map(|task| task.key.clone()), session: job.session.key.clone() };
        set.extend(trailers.environment(&folders::hooks(app)));
    }
    Ok(set)
}

async fn attributes(app: &App, job: &Job, task: Option<&Task>) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::from([("maestro.dispatch_id".to_owned(), job.session.id.0.clone())]);
    if let Some(goal) = &job.session.goal_id {
        all.insert("maestro.goal_id".into(), goals::get(app.store.reader(), goal.as_str()).await?.id.0);
    }
    all.extend(task.map(|task| ("maestro.task_id".to_owned(), TaskId::as_str(&task.id).to_owned())));
    Ok(all)
}

/// The worktree is there.
async fn settled(app: &App, made: &Job) -> Result<()> {
    let made = made.clone();
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), made.session.id.as_str()).await?;
        (job.base, job.base_sha) = (made.base, made.base_sha);
        (job.branch, job.worktree, job.tidied_at) = (made.branch, made.worktree, made.tidied_at);
        store::save(tx, &job).await
    };
    app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await
}

/// The agent's process is alive.
pub async fn running(app: &App, id: &SessionId, pid: Option<u32>) -> Result<()> {
    let id = id.clone();
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), id.as_str()).await?;
        job.pid = pid;
        if job.session.status == SessionStatus::Starting {
            job.session.status = SessionStatus::Running;
        }
        store::save(tx, &job).await?;
        start::record(tx, &job, "session.updated", format!("{} runs", job.session.key)).await
    };
    app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await
}
