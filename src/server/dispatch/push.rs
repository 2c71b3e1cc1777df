//! Sending a session's branch to where its repository came from, and opening a pull or merge request for it.

use super::{job::Job, start, store};
use crate::{
    domain::{
        Error, Result, SessionId, Usd,
        artifact::{ArtifactType, NewArtifact},
        delivery::Delivered,
        reference::{Reference, Remote},
        session::Pushed,
        task::Task,
    },
    server::{App, auth::Caller, connections, db::Tx, evidence, git, goals, integrations::NewChange, tasks},
};
use std::path::Path;

/// The longest title of a request, in characters.
const TITLE_MOST: usize = 120;

/// Pushes the branch of a session and opens a request for it; where that cannot be done, it says why.
pub async fn push(app: &App, who: &Caller, name: String) -> Result<Pushed> {
    let job = store::job(app.store.reader(), &name).await?;
    let sent = send(app, &job).await?;
    let pushed = Pushed { branch: sent.branch, url: sent.url.clone(), detail: sent.detail.clone() };
    let delivered = Delivered { sha: sent.sha, at: app.clock.now(), pushed: true, url: sent.url, detail: sent.detail, automatic: false };
    note(app, who, job.session.id, delivered).await?;
    app.fetch.notify_one();
    Ok(pushed)
}

/// What was pushed.
#[derive(Debug)]
pub(super) struct Sent {
    pub branch: String,
    /// The last commit of it.
    pub sha: String,
    pub url: Option<String>,
    /// Why there is no request.
    pub detail: Option<String>,
}

/// Pushes the branch, then opens the request.
pub(super) async fn send(app: &App, job: &Job) -> Result<Sent> {
    let (Some(worktree), Some(branch)) = (&job.worktree, &job.branch) else {
        return Err(Error::conflict(format!("{} has no branch yet", job.session.key)));
    };
    let commits = match &job.base_sha {
        Some(base) => git::commits(worktree, base, &job.session.key).await.map_err(|error| Error::conflict(error.to_string()))?,
        None => Vec::new(),
    };
    let Some(last) = commits.last() else {
        return Err(Error::conflict(format!("{} has committed nothing that could be pushed", job.session.key)));
    };
    let remote = git::remote(Path::new(&job.repo)).await.map_err(|error| Error::conflict(error.to_string()))?;
    let Some(remote) = remote else {
        return Err(Error::conflict(format!("{} has no remote called origin to push to", job.repo)));
    };
    git::push(worktree, branch).await.map_err(|error| Error::unreachable(format!("the branch could not be pushed: {error}")))?;
    let (url, detail) = match open(app, job, branch, &remote).await? {
        Ok(url) => (Some(url), None),
        Err(why) => (None, Some(why)),
    };
    Ok(Sent { branch: branch.clone(), sha: last.sha.clone(), url, detail })
}

/// Opens the request; the reason why not is for a person.
async fn open(app: &App, job: &Job, branch: &str, remote: &str) -> Result<Result<String, String>> {
    let Some(remote) = Remote::parse(remote) else {
        return Ok(Err("its remote is no code host, so there is no pull request to open".into()));
    };
    let Some((connection, repo)) = connections::for_remote(app, &remote).await? else {
        let why = format!("connect {} in Settings, with a token, to open pull requests from here", remote.web_url);
        return Ok(Err(why));
    };
    let task = match &job.session.task_id {
        Some(id) => tasks::find(app.store.reader(), id.as_str()).await?,
        None => None,
    };
    let base = job.base.clone().unwrap_or_else(|| "main".into());
    let base = base.trim_start_matches("refs/heads/").trim_start_matches("origin/").to_owned();
    let new = NewChange { title: title(job, task.as_ref()), body: body(app, job, task.as_ref()).await?, head: branch.to_owned(), base };
    let (host, _) = connections::code_host(app, &connection).await?;
    let opened = match host {
        Ok(host) => host.open_change(&repo, &new, app.clock.now()).await,
        Err(error) => Err(error),
    };
    Ok(opened.map_err(|error| format!("the pull request could not be opened: {error}")))
}

fn title(job: &Job, task: Option<&Task>) -> String {
    let whole = task.map(|task| task.title.as_str()).or(job.session.summary.as_deref()).unwrap_or(&job.session.key);
    whole.chars().take(TITLE_MOST).collect()
}

/// What the session did, in its own words and in figures.
async fn body(app: &App, job: &Job, task: Option<&Task>) -> Result<String> {
    let mut out = String::new();
    if let Some(said) = job.session.output.as_deref().or(job.session.summary.as_deref()) {
        out.push_str(said.trim());
        out.push_str("\n\n");
    }
    out.push_str("### Commits\n\n");
    for commit in &job.commits {
        let tests = if commit.tests_added > 0 { format!(", tests in {} files", commit.tests_added) } else { String::new() };
        out.push_str(&format!("- {} (+{} −{}{tests})\n", commit.title, commit.lines_added, commit.lines_removed));
    }
    let goal = match &job.session.goal_id {
        Some(id) => Some(goals::get(app.store.reader(), id.as_str()).await?),
        None => None,
    };
    let about = [
        goal.map(|goal| format!("Goal {}: {}", goal.key, goal.title)),
        task.map(|task| format!("Task {}: {}", task.key, task.title)),
        job.session.cost_usd.filter(|cost| *cost > Usd::ZERO).map(|cost| format!("Cost of the session: {cost}")),
    ];
    out.push_str("\n### Where it comes from\n\n");
    for line in about.into_iter().flatten() {
        out.push_str(&format!("- {line}\n"));
    }
    let task = task.map(|task| format!(" task={}", task.key)).unwrap_or_default();
    out.push_str(&format!("\n<!-- maestro:session={}{task} -->\n", job.session.key));
    Ok(out)
}

/// What became of it is kept with the session, and the request is evidence of the goal.
pub(super) async fn note(app: &App, who: &Caller, id: SessionId, delivered: Delivered) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), id.as_str()).await?;
        if let (Some(url), Some(goal)) = (&delivered.url, &job.session.goal_id) {
            let goal = goals::get(tx.db(), goal.as_str()).await?;
            let kind = Reference::parse(url).map_or(ArtifactType::Pr, |reference| reference.kind);
            let title = job.session.summary.clone();
            let new = NewArtifact { kind: Some(kind), url: Some(url.clone()), title, ..NewArtifact::default() };
            let why = ("opened from its session", true);
            evidence::link(tx, &goal, &new, job.session.task_id.as_ref(), Some(&job.session.id), why).await?;
        }
        let summary = format!("{}: {}", job.session.key, told(&delivered));
        job.deliver_since = None;
        job.delivered = Some(delivered);
        store::save(tx, &job).await?;
        start::record(tx, &job, "session.delivered", summary).await
    };
    app.store.write(who, app.clock.now(), op).await
}

fn told(delivered: &Delivered) -> String {
    let by_itself = if delivered.automatic { " by itself" } else { "" };
    match (&delivered.url, &delivered.detail) {
        (Some(url), _) => format!("pushed the branch{by_itself} and opened {url}"),
        (None, Some(detail)) if delivered.pushed => format!("pushed the branch{by_itself}; {detail}"),
        (None, Some(detail)) => format!("not pushed by itself: {detail}"),
        (None, None) => format!("pushed the branch{by_itself}"),
    }
}
