//! Following the log without a gap: read what is stored, then what is announced, and read again after falling behind.

use super::store;
use crate::{
    domain::event::Event,
    server::{App, metrics::OpenStream},
};
use futures::{Stream, stream};
use std::collections::VecDeque;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How many entries are read from the log at a time.
const READ: u64 = 500;

struct Follow {
    app: App,
    seen: i64,
    ready: VecDeque<Event>,
    announced: Receiver<Event>,
    /// The log may hold entries that were not announced to us.
    behind: bool,
    _counted: OpenStream,
}

/// Every entry after `seq`, and all that come, in order and once each; ends when the server stops.
pub fn follow(app: App, seq: i64) -> impl Stream<Item = Event> + Send {
    // Listening starts before the log is read: what is committed in between is announced, too, and recognised by its number.
    let announced = app.store.listen();
    let follow = Follow { app, seen: seq, ready: VecDeque::new(), announced, behind: true, _counted: OpenStream::open() };
    stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((event, follow))
    })
}

impl Follow {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.seen = event.seq;
                return Some(event);
            }
            if self.behind {
                self.read().await?;
                continue;
            }
            let shutdown = self.app.shutdown.clone();
            tokio::select! {
                () = shutdown.cancelled() => return None,
                heard = self.announced.recv() => match heard {
                    Ok(event) if event.seq <= self.seen => {}
                    Ok(event) if event.seq == self.seen + 1 => self.ready.push_back(event),
                    // Numbers may have holes; the log knows whether something is missing.
                    Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    async fn read(&mut self) -> Option<()> {
        match store::after(self.app.store.reader(), self.seen, READ).await {
            Ok(events) => {
                self.behind = events.len() as u64 == READ;
                self.ready.extend(events);
                Some(())
            }
            Err(error) => {
                // The stream ends; the listener comes back with the last number that it has.
                tracing::warn!(%error, "an event stream could not read the log");
                None
            }
        }
    }
}
