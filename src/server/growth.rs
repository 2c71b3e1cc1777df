//! Who reads along is told when a transcript has grown.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// By session: the number of the last entry of its transcript.
#[derive(Debug, Default)]
pub struct Growth(Mutex<HashMap<String, watch::Sender<u64>>>);

impl Growth {
    /// Rings whenever the transcript of `session` grows, and a last time when nothing more will come.
    pub fn listen(&self, session: &str) -> watch::Receiver<u64> {
        let mut all = self.all();
        all.retain(|_, bell| bell.receiver_count() > 0);
        all.entry(session.to_owned()).or_default().subscribe()
    }

    /// It has grown up to that entry.
    pub fn tell(&self, session: &str, last: u64) {
        if let Some(bell) = self.all().get(session) {
            bell.send_replace(last);
        }
    }

    /// Nothing more will come: listeners are told, and forgotten.
    pub fn end(&self, session: &str) {
        self.all().remove(session);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<u64>>> {
        // What another thread left is a whole map: nothing in here panics half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn listeners_hear_of_growth_and_of_the_end() {
        let growth = Growth::default();
        growth.tell("nobody listens", 1);
        let mut ear = growth.listen("s");
        growth.tell("s", 4);
        ear.changed().await.unwrap();
        assert_eq!(*ear.borrow_and_update(), 4);
        growth.end("s");
        assert!(ear.changed().await.is_err(), "the sender is gone");
    }
}
