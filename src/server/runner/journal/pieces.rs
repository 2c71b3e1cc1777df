//! Lines that came in several records.

use super::{Record, Source};

/// No line that an adapter reads is longer; the journal has all of it.
const LONGEST_BYTES: usize = 32 * 1024 * 1024;

/// Joins the pieces of long lines. The same records give the same lines, live and replayed.
#[derive(Debug, Default)]
pub struct Pieces {
    agent: Vec<u8>,
    error: Vec<u8>,
}

impl Pieces {
    /// The whole line that ends with this piece; none while more is to come. What is not UTF-8 is replaced.
    pub fn add(&mut self, from: Source, bytes: &[u8], more: bool) -> Option<String> {
        let begun = if from == Source::Error { &mut self.error } else { &mut self.agent };
        if begun.is_empty() && !more {
            return Some(text(bytes));
        }
        let room = LONGEST_BYTES.saturating_sub(begun.len());
        begun.extend_from_slice(&bytes[..bytes.len().min(room)]);
        (!more).then(|| text(&std::mem::take(begun)))
    }

    /// The same for a record of the agent's; none for the runner's own.
    pub fn of(&mut self, record: &Record) -> Option<String> {
        match record.from {
            Source::Agent | Source::Error => self.add(record.from, &record.bytes, record.more),
            Source::Input | Source::Runner => None,
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
