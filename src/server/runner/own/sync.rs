//! Puts the agent's output on the disk, in batches.

use super::inbox::{Call, Inbox};
use std::{
    fs::File,
    io,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// A thread that syncs a file at latest so long after it was written to.
#[derive(Clone, Debug)]
pub struct Syncer(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Since when something waits.
    written: Mutex<Option<Instant>>,
    changed: Condvar,
}

impl Syncer {
    /// Starts the thread; it ends with the process.
    pub fn start(file: File, within: Duration, inbox: Arc<Inbox>) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let own = Self(shared.clone());
        let work = move || {
            loop {
                own.wait(within);
                if let Err(error) = file.sync_data() {
                    inbox.call(Call::DiskFailed(error.to_string()));
                }
            }
        };
        thread::Builder::new().name("sync".into()).spawn(work)?;
        Ok(Self(shared))
    }

    /// Something was written.
    pub fn mark(&self) {
        let mut written = self.0.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.is_none() {
            *written = Some(Instant::now());
            self.0.changed.notify_one();
        }
    }

    /// Until something has waited for long enough.
    fn wait(&self, within: Duration) {
        let mut written = self.0.written.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some(since) = *written else {
                written = self.0.changed.wait(written).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = within.saturating_sub(since.elapsed());
            if left.is_zero() {
                *written = None;
                return;
            }
            written = self.0.changed.wait_timeout(written, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
