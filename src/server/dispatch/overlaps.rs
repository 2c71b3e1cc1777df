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
/// And no more often than this,
const AGAIN: Duration = Duration::from_secs(2);
/// nor for more than one part in so many of the time: on a busy machine looking takes long, and makes it busier.
const PART: u32 = 10;
/// A page waits so long for what is found now, and is told else what was found last.
const PATIENCE: Duration = Duration::from_millis(300);
/// What was found so long ago is shown no more before somebody has looked again.
const STALE: Duration = Duration::from_secs(30);

/// What was found when somebody looked last: git is asked once for all who look.
#[derive(Debug, Default)]
pub struct Overlaps {
    found: Mutex<Option<Found>>,
    /// Held by the one who looks.
    looking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Debug)]
struct Found {
    at: Instant,
    /// Looking took so long.
    took: Duration,
    overlaps: Vec<Overlap>,
}

impl Found {
    fn is_fresh(&self) -> bool {
        self.at.elapsed() < AGAIN.max(self.took * PART).min(STALE)
    }
}

impl Overlaps {
    fn found(&self) -> Option<Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// One looks; who comes meanwhile gets what that one finds.
    async fn look_once(&self, live: &[Job]) -> Vec<Overlap> {
        let _looking = self.looking.lock().await;
        if let Some(found) = self.found().filter(Found::is_fresh) {
            return found.overlaps;
        }
        let begun = Instant::now();
        let overlaps = compare(live).await;
        let found = Found { at: Instant::now(), took: begun.elapsed(), overlaps: overlaps.clone() };
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        overlaps
    }
}

/// As of a moment ago. Asking git takes a while with many sessions, and no page waits for it that was told lately.
pub async fn overlaps(app: &App, live: &[Job]) -> Vec<Overlap> {
    match app.overlaps.found() {
        Some(found) if found.is_fresh() => of(found.overlaps, live),
        Some(found) if found.at.elapsed() < STALE => {
            let (app, jobs) = (app.clone(), live.to_vec());
            let looking = tokio::spawn(async move { app.overlaps.look_once(&jobs).await });
            let now = tokio::time::timeout(PATIENCE, looking).await.ok().and_then(Result::ok);
            of(now.unwrap_or(found.overlaps), live)
        }
        _ => app.overlaps.look_once(live).await,
    }
}

/// Those between sessions that still run.
fn of(overlaps: Vec<Overlap>, live: &[Job]) -> Vec<Overlap> {
    let runs = |key: &String| live.iter().any(|job| job.session.key == *key);
    let still = |overlap: Overlap| Overlap { sessions: overlap.sessions.into_iter().filter(runs).collect(), ..overlap };
    overlaps.into_iter().map(still).filter(|overlap| overlap.sessions.len() > 1).collect()
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
