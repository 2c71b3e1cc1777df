//! What happened in a session, ready to be shown: events of all its runs, numbered without a gap.
//!
//! It is made of the journals, and can be made of them again: the same records give the same events. So it need not be on the disk
//! before anything else is, and what a crash cuts off is written again.

use super::{
    Folder, Page, Reader, Result, Source,
    journal::{Draft, Writer, repair},
};
use crate::domain::{
    session::{LogEntry, LogPage},
    transcript::Event,
};
use chrono::DateTime;

/// A page has at most so many entries.
const PAGE_ENTRIES: usize = 1_000;
/// And about so many bytes.
const PAGE_BYTES: usize = 1024 * 1024;

/// The open end of a session's transcript.
#[derive(Debug)]
pub struct Transcript {
    writer: Writer,
}

impl Transcript {
    /// Goes on with the one in `folder`, or begins it.
    pub fn open(folder: &Folder) -> Result<Self> {
        folder.make()?;
        let writer = match repair(&folder.journal())? {
            Some(writer) => writer,
            None => Writer::create(&folder.journal())?,
        };
        Ok(Self { writer })
    }

    /// Number of the last entry; 0 before the first.
    pub fn last(&self) -> u64 {
        self.writer.last()
    }

    /// Puts everything on the disk.
    pub fn sync(&self) -> Result<()> {
        self.writer.sync().map_err(Into::into)
    }

    /// Adds events with the milliseconds at which they happened, all or the first of them.
    pub fn append(&mut self, events: &[(i64, Event)]) -> Result<()> {
        for same in events.chunk_by(|a, b| a.0 == b.0) {
            let Some((at, _)) = same.first() else { continue };
            let drafts = same.iter().map(|(_, event)| draft(event)).collect::<std::result::Result<Vec<_>, _>>();
            let drafts = drafts.map_err(std::io::Error::from)?;
            self.writer.append(&drafts, *at).1?;
        }
        Ok(())
    }
}

fn draft(event: &Event) -> serde_json::Result<Draft> {
    Ok(Draft::line(Source::Runner, serde_json::to_vec(event)?))
}

/// The next entries after number `after`.
pub fn read_transcript(folder: &Folder, after: u64, most: usize) -> Result<LogPage> {
    if !folder.journal().exists() && !folder.archived().exists() {
        return Ok(LogPage { last: after, ..LogPage::default() });
    }
    let mut reader = Reader::open(folder, after)?;
    let page = reader.page(Page { records: most.min(PAGE_ENTRIES), bytes: PAGE_BYTES })?;
    let entry = |record: &super::Record| {
        let event = serde_json::from_slice(&record.bytes).unwrap_or_else(|_| Event::Unknown { line: record.text().into_owned() });
        LogEntry { n: record.n, at: DateTime::from_timestamp_millis(record.at).unwrap_or_default(), event }
    };
    let items: Vec<LogEntry> = page.iter().map(entry).collect();
    let last = items.last().map_or(after, |entry| entry.n);
    Ok(LogPage { items, last, ended: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Event {
        Event::Said { text: text.into() }
    }

    #[test]
    fn a_transcript_goes_on_after_a_crash_and_is_read_from_anywhere() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::new(root.path().join("transcript"));
        assert_eq!(read_transcript(&folder, 3, 10).unwrap(), LogPage { last: 3, ..LogPage::default() });
        let mut transcript = Transcript::open(&folder).unwrap();
        transcript.append(&[(1, said("a")), (1, said("b")), (2, said("c"))]).unwrap();
        drop(transcript);
        let mut torn = std::fs::OpenOptions::new().append(true).open(folder.journal()).unwrap();
        std::io::Write::write_all(&mut torn, b"{\"n\":4,\"at\":3,").unwrap();
        let mut transcript = Transcript::open(&folder).unwrap();
        assert_eq!(transcript.last(), 3);
        transcript.append(&[(5, said("d"))]).unwrap();
        let page = read_transcript(&folder, 1, 2).unwrap();
        let told: Vec<_> = page.items.iter().map(|entry| (entry.n, entry.at.timestamp_millis(), entry.event.clone())).collect();
        assert_eq!(told, [(2, 1, said("b")), (3, 2, said("c"))]);
        super::super::archive(&folder).unwrap();
        let rest = read_transcript(&folder, page.last, 10).unwrap();
        assert_eq!((rest.items.len(), rest.last, &rest.items[0].event), (1, 4, &said("d")));
    }
}
