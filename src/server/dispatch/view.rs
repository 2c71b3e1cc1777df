//! What is shown of sessions.

use super::{asks, folders, job::Job, overlaps::overlaps, pause, store};
use crate::{
    domain::{
        Error, Page, Result,
        dispatch::{AgentKind, Centre, Installed},
        session::{LogPage, SessionFilter, SessionStatus, SessionView},
        work::Diff,
    },
    server::{App, agents, budget, evidence, git, problem, repositories, runner},
};
use sea_orm::ConnectionTrait;

/// Sessions that ended last and are shown.
const ENDED_SHOWN: u64 = 12;

/// A session.
pub async fn view(db: &impl ConnectionTrait, name: &str) -> Result<SessionView> {
    let session = evidence::session(db, name).await?;
    let key = session.key.clone();
    let found = store::views(db, vec![session]).await?.pop();
    found.ok_or_else(|| Error::not_found(format!("session {key}")))
}

/// A page of sessions, newest activity first.
pub async fn list(db: &impl ConnectionTrait, filter: SessionFilter, limit: u64, cursor: Option<&str>) -> Result<Page<SessionView>> {
    let page = evidence::sessions(db, filter, limit, cursor).await?;
    Ok(Page { items: store::views(db, page.items).await?, next_cursor: page.next_cursor })
}

/// Sessions whose agent runs, or that wait, newest first.
pub async fn unfinished(db: &impl ConnectionTrait) -> Result<Vec<SessionView>> {
    let mut jobs = store::live(db).await?;
    jobs.extend(store::queued(db).await?);
    let mut views = store::views(db, jobs.into_iter().map(|job| job.session).collect()).await?;
    views.sort_by(|a, b| b.session.id.cmp(&a.session.id));
    Ok(views)
}

/// Everything that waits, runs, or has just ended.
pub async fn centre(app: &App) -> Result<Centre> {
    let db = app.store.reader();
    let now = app.clock.now();
    let live = store::live(db).await?;
    let overlaps = overlaps(app, &live).await;
    let queue = store::queued(db).await?;
    let sessions = |jobs: Vec<Job>| jobs.into_iter().map(|job| job.session).collect::<Vec<_>>();
    let mut live = store::views(db, sessions(live)).await?;
    live.reverse();
    let recent = list(db, SessionFilter::default(), ENDED_SHOWN * 2, None).await?.items;
    let ended = recent.into_iter().filter(|view| view.started.is_some() && !view.session.status.is_live());
    Ok(Centre {
        budget: budget::budget(db, now).await?,
        asks: asks::list(db, Some("pending".into())).await?,
        live,
        queue: store::views(db, sessions(queue)).await?,
        ended: ended.take(usize::try_from(ENDED_SHOWN).unwrap_or_default()).collect(),
        repositories: repositories::list(db).await?,
        agents: AgentKind::ALL.map(|agent| installed(app, agent)).into(),
        overlaps,
        pauses: pause::all(db, now).await?,
    })
}

fn installed(app: &App, agent: AgentKind) -> Installed {
    let found = agents::find(agent, app.config.agents.set(agent), &app.config.agents.path);
    Installed { agent, program: found.map(|path| path.display().to_string()) }
}

/// What happened in a session after entry number `after`.
pub async fn log(app: &App, name: &str, after: u64, most: Option<usize>) -> Result<LogPage> {
    let session = evidence::session(app.store.reader(), name).await?;
    let folder = folders::transcript(app, &session.id);
    let read = move || runner::read_transcript(&folder, after, most.unwrap_or(usize::MAX));
    let page = tokio::task::spawn_blocking(read).await.map_err(|error| problem::internal(&error))?;
    let page = page.map_err(|error| problem::internal(&error))?;
    let ended = page.items.is_empty() && !goes_on(session.status);
    Ok(LogPage { ended, ..page })
}

/// More may come.
pub fn goes_on(status: SessionStatus) -> bool {
    status.is_live()
}

/// What differs in its worktree from what it began with, with the patch of one file or of all.
pub async fn diff(app: &App, name: &str, path: Option<&str>) -> Result<Diff> {
    let job = store::job(app.store.reader(), name).await?;
    let (Some(worktree), Some(base)) = (&job.worktree, &job.base_sha) else { return Ok(Diff::default()) };
    if !worktree.is_dir() {
        return Err(Error::conflict(format!("the worktree of {} is gone", job.session.key)));
    }
    git::diff(worktree, base, path).await.map_err(|error| Error::conflict(error.to_string()))
}
