//! Files that more than one running session has changed.

use super::job::Job;
use crate::{
    domain::dispatch::Overlap,
    server::{App, git},
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// They are looked for among so many sessions.
const COMPARED_MOST: usize = 24;
/// And no more often than this.
const AGAIN: Duration = Duration::from_secs(2);
/// What was found so long ago is shown no more before somebody has looked again.
const STALE: Duration = Duration::from_secs(30);

/// What was found when somebody looked last: git is asked once for all who look.
#[derive(Debug, Default)]
pub struct Overlaps {
    found: Mutex<Option<(Instant, Vec<Overlap>)>>,
    /// Held by the one who looks.
    looking: tokio::sync::Mutex<()>,
}

impl Overlaps {
    fn found(&self) -> Option<(Instant, Vec<Overlap>)> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn look(&self, live: &[Job]) -> Vec<Overlap> {
        let found = compare(live).await;
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), found.clone()));
        found
    }
}

/// As of a moment ago. Asking git takes a while with many sessions, and no page waits for it that was told lately.
pub async fn overlaps(app: &App, live: &[Job]) -> Vec<Overlap> {
    match app.overlaps.found() {
        Some((at, found)) if at.elapsed() < AGAIN => found,
        Some((at, found)) if at.elapsed() < STALE => {
            let (app, live) = (app.clone(), live.to_vec());
            tokio::spawn(async move {
                if let Ok(_looking) = app.overlaps.looking.try_lock() {
                    app.overlaps.look(&live).await;
                }
            });
            found
        }
        _ => {
            let _looking = app.overlaps.looking.lock().await;
            match app.overlaps.found() {
                Some((at, found)) if at.elapsed() < AGAIN => found,
                _ => app.overlaps.look(live).await,
            }
        }
    }
}

async fn compare(live: &[Job]) -> Vec<Overlap> {
    let mut repos: BTreeMap<&str, Vec<&Job>> = BTreeMap::new();
    for job in live.iter().take(COMPARED_MOST) {
        repos.entry(&job.repo).or_default().push(job);
    }
    let mut touched: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (repo, jobs) in repos.into_iter().filter(|(_, jobs)| jobs.len() > 1) {
        for job in jobs {
            let (Some(worktree), Some(base)) = (&job.worktree, &job.base_sha) else { continue };
            // A worktree that cannot be read just now has nothing to compare.
            for file in git::changed_files(worktree, base).await.unwrap_or_default() {
                touched.entry((repo.to_owned(), file.path)).or_default().push(job.session.key.clone());
            }
        }
    }
    let shared = touched.into_iter().filter(|(_, sessions)| sessions.len() > 1);
    shared.map(|((_, path), sessions)| Overlap { path, sessions }).collect()
}
