//! Worktrees of sessions that are over: the clean ones go after a while, the others are a person's.

use super::{job::Job, start, store};
use crate::{
    domain::{Result, SessionId},
    server::{App, auth::Caller, db::Tx, git},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};

/// How long a worktree stays after its session has ended, in days.
const KEPT_DAYS: i64 = 7;

/// Takes away the worktrees that nobody needs; how many.
pub async fn tick(app: &App, now: DateTime<Utc>) -> Result<usize> {
    let mut gone = 0;
    for job in store::with_worktrees(app.store.reader(), now - TimeDelta::days(KEPT_DAYS)).await? {
        let (Some(worktree), Some(branch)) = (&job.worktree, &job.branch) else { continue };
        match git::discard(Path::new(&job.repo), worktree, branch).await {
            Ok(()) => {
                note(app, job.session.id).await?;
                gone += 1;
            }
            Err(git::Error::Unsaved(_)) => {}
            Err(error) => tracing::warn!(session = %job.session.key, %error, "a worktree could not be taken away"),
        }
    }
    Ok(gone)
}

async fn note(app: &App, id: SessionId) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), id.as_str()).await?;
        job.tidied_at = Some(tx.now());
        (job.worktree, job.branch) = (None, None);
        store::save(tx, &job).await?;
        start::record(tx, &job, "session.updated", format!("took the clean worktree of {} away", job.session.key)).await
    };
    app.store.write(&Caller::system("tidy"), app.clock.now(), op).await
}

/// A worktree that is still there though its session is over.
#[derive(Clone, Debug)]
pub struct Litter {
    /// `S56`
    pub session: String,
    pub worktree: PathBuf,
    /// What would be lost with it; none where that is not known.
    pub state: Option<git::State>,
}

/// The worktrees of all sessions that are over.
pub async fn litter(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Litter>> {
    let mut found = Vec::new();
    for Job { session, worktree, branch, .. } in store::with_worktrees(db, now).await? {
        let (Some(worktree), Some(branch)) = (worktree, branch) else { continue };
        if worktree.is_dir() {
            found.push(Litter { session: session.key, state: git::state(&worktree, &branch).await.ok(), worktree });
        }
    }
    Ok(found)
}
