//! Tells those who follow the journal that it has grown.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Number of the journal's last record, to be waited for.
#[derive(Debug, Default)]
pub struct Wake {
    last: Mutex<u64>,
    grown: Condvar,
}

impl Wake {
    /// The journal has so many records.
    pub fn set(&self, last: u64) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
        self.grown.notify_all();
    }

    /// Waits until it has more than `seen`, but no longer than that; how many it has.
    pub fn beyond(&self, seen: u64, within: Duration) -> u64 {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *self.grown.wait_timeout_while(last, within, |last| *last <= seen).unwrap_or_else(PoisonError::into_inner).0
    }
}
