//! Who starts next, and why the others wait.

use super::{
    chain, folders,
    job::{Job, Next},
    pause, start, store, tend,
};
use crate::{
    domain::{
        Error, Result,
        dispatch::Pause,
        session::SessionStatus,
        task::{Task, TaskPatch, TaskStatus},
    },
    server::{
        App,
        auth::Caller,
        budget::{self, Claim},
        db::Tx,
        runner, tasks,
    },
};
use chrono::{DateTime, Utc};

/// Starts what can start; says when something else may, where a time for that is known.
pub async fn tick(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    chain::enqueue_ready(app).await?;
    let db = app.store.reader();
    let queued = store::queued(db).await?;
    if queued.is_empty() {
        return Ok(None);
    }
    let parallel = usize::try_from(budget::caps(db).await?.parallel).unwrap_or(usize::MAX);
    let mut running = usize::try_from(store::count_live(db).await?).unwrap_or(usize::MAX);
    let pauses = pause::all(db, now).await?;
    let mut next_at: Option<DateTime<Utc>> = None;
    for job in queued {
        let task = match &job.session.task_id {
            Some(id) => tasks::find(db, id.as_str()).await?,
            None => None,
        };
        let wait = wait(&job, task.as_ref(), &pauses, now).or_else(|| full(running, parallel));
        let wait = match wait {
            None => claim(app, &job).await?,
            wait => wait,
        };
        match wait {
            None => running += 1,
            Some(wait) => {
                next_at = earlier(next_at, wait.until);
                say_why(app, job, wait.reason).await?;
            }
        }
    }
    Ok(next_at)
}

fn earlier(a: Option<DateTime<Utc>>, b: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    [a, b].into_iter().flatten().min()
}

/// Why a session waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Fits after "waits for".
    pub reason: String,
    pub until: Option<DateTime<Utc>>,
}

impl Wait {
    fn for_(reason: impl Into<String>, until: Option<DateTime<Utc>>) -> Self {
        Self { reason: reason.into(), until }
    }
}

/// What keeps this one back, whoever else runs.
pub fn wait(job: &Job, task: Option<&Task>, pauses: &[Pause], now: DateTime<Utc>) -> Option<Wait> {
    if let Some(task) = task.filter(|task| !task.blocked_by.is_empty()) {
        let count = task.blocked_by.len();
        let tasks = if count == 1 { "1 task that it needs".to_owned() } else { format!("{count} tasks that it needs") };
        return Some(Wait::for_(tasks, None));
    }
    if let Some(at) = job.not_before.filter(|at| *at > now) {
        let why = job.failure.map_or_else(String::new, |class| format!(" ({})", class.label()));
        return Some(Wait::for_(format!("its time, {}{why}", at.format("%Y-%m-%d %H:%M:%S UTC")), Some(at)));
    }
    let paused = pauses.iter().find(|pause| Some(pause.agent) == job.agent() && pause.until > now)?;
    let until = paused.until.format("%Y-%m-%d %H:%M UTC");
    Some(Wait::for_(format!("{} to serve again, {until}", paused.agent.label()), Some(paused.until)))
}

fn full(running: usize, parallel: usize) -> Option<Wait> {
    (running >= parallel).then(|| Wait::for_(format!("a place: {running} of {parallel} sessions run"), None))
}

async fn say_why(app: &App, job: Job, reason: String) -> Result<()> {
    if job.waits_for.as_ref() == Some(&reason) {
        return Ok(());
    }
    let id = job.session.id.0;
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), &id).await?;
        if job.session.status != SessionStatus::Queued {
            return Ok(());
        }
        let summary = format!("{} waits for {reason}", job.session.key);
        job.waits_for = Some(reason);
        store::save(tx, &job).await?;
        start::record(tx, &job, "session.updated", summary).await
    };
    app.store.write(&Caller::system("queue"), app.clock.now(), op).await
}

/// Takes it out of the queue and starts it; why not, where the budget has no room for it.
async fn claim(app: &App, job: &Job) -> Result<Option<Wait>> {
    let transcript = folders::transcript(app, &job.session.id);
    let entries = runner::Transcript::open(&transcript).map_err(|error| crate::server::problem::internal(&error))?.last();
    let id = job.session.id.0.clone();
    let op = async move |tx: &mut Tx| take(tx, &id, entries).await;
    match app.store.write(&Caller::system("queue"), app.clock.now(), op).await {
        Ok(true) => {
            tend::spawn(app, job.session.id.clone());
            Ok(None)
        }
        // Somebody stopped it meanwhile.
        Ok(false) => Ok(None),
        Err(Error::Conflict { message }) => Ok(Some(Wait::for_(format!("room in the budget: {message}"), None))),
        Err(other) => Err(other),
    }
}

async fn take(tx: &mut Tx, id: &str, entries: u64) -> Result<bool> {
    let mut job = store::job(tx.db(), id).await?;
    if job.session.status != SessionStatus::Queued {
        return Ok(false);
    }
    if job.reserved.cost.is_none() && job.reserved.tokens.is_none() {
        let claim = Claim {
            goal: job.session.goal_id.as_ref().map(|id| id.0.clone()),
            task: job.session.task_id.as_ref().map(|id| id.0.clone()),
            asked: None,
            at_most: job.cost_left(),
            tokens: job.tokens_left(),
        };
        job.reserved = budget::reserve(tx, &claim).await?;
    }
    job.run += 1;
    job.session.status = SessionStatus::Starting;
    job.session.started_at = job.session.started_at.or(Some(tx.now()));
    job.session.ended_at = None;
    (job.waits_for, job.not_before, job.exit_reason, job.stop_asked_at, job.position) = (None, None, None, None, None);
    if job.next == Next::Afresh {
        job.context_tokens = None;
    }
    let words = match &job.next {
        Next::Afresh => Some(job.prompt.as_str()),
        Next::Resume { words } => Some(words.as_str()),
        Next::Continue => None,
    };
    store::begin(tx, id, job.run, words, entries).await?;
    store::save(tx, &job).await?;
    move_task(tx, &job).await?;
    start::record(tx, &job, "session.updated", format!("{} starts", job.session.key)).await?;
    Ok(true)
}

/// The task is being worked on.
async fn move_task(tx: &mut Tx, job: &Job) -> Result<()> {
    let Some(id) = &job.session.task_id else { return Ok(()) };
    let Some(task) = tasks::find(tx.db(), id.as_str()).await? else { return Ok(()) };
    if task.status.is_closed() || task.status == TaskStatus::Running {
        return Ok(());
    }
    let patch = TaskPatch { status: Some(TaskStatus::Running), ..TaskPatch::default() };
    tasks::update(tx, id.as_str(), patch, None).await.map(drop)
}
