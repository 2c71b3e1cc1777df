//! Sending a session's branch to where its repository came from, and opening a pull or merge request for it.

use super::{job::Job, start, store};
use crate::{
    domain::{
        Error, Result, Usd,
        artifact::{ArtifactType, NewArtifact},
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
    let (Some(worktree), Some(branch)) = (&job.worktree, &job.branch) else {
        return Err(Error::conflict(format!("{} has no branch yet", job.session.key)));
    };
    let commits = match &job.base_sha {
        Some(base) => git::commits(worktree, base, &job.session.key).await.map_err(|error| Error::conflict(error.to_string()))?,
        None => Vec::new(),
    };
    if commits.is_empty() {
        return Err(Error::conflict(format!("{} has committed nothing that could be pushed", job.session.key)));
    }
    let remote = git::remote(Path::new(&job.repo)).await.map_err(|error| Error::conflict(error.to_string()))?;
    let Some(remote) = remote else {
        return Err(Error::conflict(format!("{} has no remote called origin to push to", job.repo)));
    };
    git::push(worktree, branch).await.map_err(|error| Error::unreachable(format!("the branch could not be pushed: {error}")))?;
    let opened = open(app, &job, branch, &remote).await?;
    let (url, detail) = match opened {
        Ok(url) => (Some(url), None),
        Err(why) => (None, Some(why)),
    };
    note(app, who, job.session.id.0.clone(), url.clone()).await?;
    app.fetch.notify_one();
    Ok(Pushed { branch: branch.clone(), url, detail })
}

/// Opens the request; the reason why not is for a person.
async fn open(app: &App, job: &Job, branch: &str, remote: &str) -> Result<Result<String, String>> {
    let Some(remote) = Remote::parse(remote) else {
        return Ok(Err("the branch is pushed; its remote is no code host, so there is no pull request to open".into()));
    };
    let Some((connection, repo)) = connections::for_remote(app, &remote).await? else {
        let why = format!("the branch is pushed; connect {} in Settings, with a token, to open pull requests from here", remote.web_url);
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
    Ok(opened.map_err(|error| format!("the branch is pushed; the pull request could not be opened: {error}")))
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

/// The request is evidence of the goal.
async fn note(app: &App, who: &Caller, id: String, url: Option<String>) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let job = store::job(tx.db(), &id).await?;
        if let (Some(url), Some(goal)) = (&url, &job.session.goal_id) {
            let goal = goals::get(tx.db(), goal.as_str()).await?;
            let kind = Reference::parse(url).map_or(ArtifactType::Pr, |reference| reference.kind);
            let title = job.session.summary.clone();
            let new = NewArtifact { kind: Some(kind), url: Some(url.clone()), title, ..NewArtifact::default() };
            let why = ("opened from its session", true);
            evidence::link(tx, &goal, &new, job.session.task_id.as_ref(), Some(&job.session.id), why).await?;
        }
        let what = url.map_or_else(|| "pushed the branch".to_owned(), |url| format!("pushed the branch and opened {url}"));
        start::record(tx, &job, "session.updated", format!("{}: {what}", job.session.key)).await
    };
    app.store.write(who, app.clock.now(), op).await
}
