//! What the runner's one thread of decisions hears from the others.

use crate::{
    domain::dispatch::Exit,
    server::runner::{
        journal::Draft,
        wire::{Answer, Request},
    },
};
use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc::Sender},
    time::Instant,
};

/// So much of the agent's output waits at most; then its pipe fills, and it waits itself.
const MOST_BYTES: usize = 512 * 1024;

/// Counted for each line beside its own bytes.
const LINE_BYTES: usize = 64;

/// Something that happened.
#[derive(Debug)]
pub enum Call {
    /// The server wants something.
    Request(Request, Sender<Answer>),
    /// The agent's process is gone.
    Gone(Exit),
    /// No process that the agent started is left, as far as the system knows.
    Childless,
    /// One of the agent's two outputs is closed.
    Closed,
    /// The system wants this process to end.
    Terminate,
    /// The journal could not be put on the disk.
    DiskFailed(String),
}

/// Two queues: output, which is bounded, and calls, which come through at any time.
#[derive(Debug, Default)]
pub struct Inbox {
    queues: Mutex<Queues>,
    /// There is something to be taken.
    filled: Condvar,
    /// There is room for output.
    room: Condvar,
}

#[derive(Debug, Default)]
struct Queues {
    lines: Vec<Draft>,
    bytes: usize,
    calls: VecDeque<Call>,
}

impl Inbox {
    /// Hands in a line; waits while there is no room.
    pub fn line(&self, line: Draft) {
        let mut queues = self.lock();
        while queues.bytes >= MOST_BYTES {
            queues = self.room.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
        queues.bytes += line.bytes.len() + LINE_BYTES;
        queues.lines.push(line);
        self.filled.notify_one();
    }

    /// Hands in anything else.
    pub fn call(&self, call: Call) {
        self.lock().calls.push_back(call);
        self.filled.notify_one();
    }

    /// Takes all that is there, or waits for it until then. Lines stay where they are unless they are `wanted`.
    pub fn take(&self, until: Option<Instant>, wanted: bool) -> (Vec<Draft>, VecDeque<Call>) {
        let mut queues = self.lock();
        while queues.calls.is_empty() && (queues.lines.is_empty() || !wanted) {
            let Some(until) = until else {
                queues = self.filled.wait(queues).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            queues = self.filled.wait_timeout(queues, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let calls = std::mem::take(&mut queues.calls);
        if !wanted {
            return (Vec::new(), calls);
        }
        queues.bytes = 0;
        let lines = std::mem::take(&mut queues.lines);
        self.room.notify_all();
        (lines, calls)
    }

    /// Output waits to be taken.
    pub fn has_lines(&self) -> bool {
        !self.lock().lines.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::runner::Source;
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        thread,
    };

    #[test]
    fn who_says_too_much_waits_and_calls_come_through() {
        let inbox = Arc::new(Inbox::default());
        let handed_in = Arc::new(AtomicUsize::new(0));
        let (theirs, counted) = (inbox.clone(), handed_in.clone());
        let agent = thread::spawn(move || {
            for _ in 0..40 {
                theirs.line(Draft::line(Source::Agent, vec![b'x'; MOST_BYTES / 16]));
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        while handed_in.load(Ordering::SeqCst) < 16 {
            thread::yield_now();
        }
        inbox.call(Call::Terminate);
        let (lines, calls) = inbox.take(None, false);
        assert!(lines.is_empty() && matches!(calls.front(), Some(Call::Terminate)), "lines stay where they are");
        assert!(!agent.is_finished() && handed_in.load(Ordering::SeqCst) <= 17);
        let mut taken = 0;
        while taken < 40 {
            let lines = inbox.take(None, true).0;
            assert!(lines.len() <= 17, "{}", lines.len());
            taken += lines.len();
        }
        agent.join().unwrap();
        assert_eq!(taken, 40);
    }

    #[test]
    fn nothing_to_take_is_waited_for_until_then() {
        let inbox = Inbox::default();
        let until = Instant::now() + std::time::Duration::from_millis(20);
        assert!(inbox.take(Some(until), true).0.is_empty());
        assert!(Instant::now() >= until);
    }
}
