//! Appends records, each whole or not at all.

use super::{Note, Source, record};
use crate::server::runner::folder;
use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

/// A buffer larger than that is given back after it was used.
const LARGE_BYTES: usize = 256 * 1024;

/// A record that has no number yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub from: Source,
    pub bytes: Vec<u8>,
    pub more: bool,
}

impl Draft {
    /// A whole line.
    pub fn line(from: Source, bytes: impl Into<Vec<u8>>) -> Self {
        Self { from, bytes: bytes.into(), more: false }
    }

    /// A word of the runner's own.
    pub fn note(note: &Note) -> Self {
        // A note has neither maps with odd keys nor foreign types: it always serialises.
        Self::line(Source::Runner, serde_json::to_vec(note).unwrap_or_default())
    }
}

/// The open end of a journal.
#[derive(Debug)]
pub struct Writer {
    file: File,
    /// Number of the last record.
    last: u64,
    /// Of whole records, in bytes.
    len: u64,
    /// Something may stand behind them.
    torn: bool,
    buffer: Vec<u8>,
}

impl Writer {
    /// A new journal; fails where there is one. Its name is on the disk when its folder is.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self::at_end(folder::create_private(path)?, 0, 0))
    }

    /// Goes on with a journal that has `last` whole records of `len` bytes.
    pub fn at_end(file: File, last: u64, len: u64) -> Self {
        Self { file, last, len, torn: false, buffer: Vec::new() }
    }

    /// Number of the last record; 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Writes as many of `drafts` as there is room for, each whole or not at all; how many, and what was wrong with the next one.
    ///
    /// They survive the death of this process, and that of the machine once [`Self::sync`] was called. What a reader has seen is
    /// never taken back.
    pub fn append<'d>(&mut self, drafts: impl IntoIterator<Item = &'d Draft>, at: i64) -> (usize, io::Result<()>) {
        let ends = match self.encode(drafts, at) {
            Ok(ends) => ends,
            Err(error) => return (0, Err(error)),
        };
        let (written, result) = write(&mut self.file, &self.buffer);
        let whole = ends.iter().take_while(|end| **end <= written).count();
        let kept = whole.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or_default();
        self.len += kept as u64;
        self.last += whole as u64;
        self.torn = written > kept && self.file.set_len(self.len).is_err();
        if self.buffer.capacity() > LARGE_BYTES {
            self.buffer = Vec::new();
        }
        (whole, result)
    }

    /// Fills the buffer; where each record ends in it.
    fn encode<'d>(&mut self, drafts: impl IntoIterator<Item = &'d Draft>, at: i64) -> io::Result<Vec<usize>> {
        if self.torn {
            self.file.set_len(self.len)?;
            self.torn = false;
        }
        self.buffer.clear();
        let mut ends = Vec::new();
        for (n, draft) in (self.last + 1..).zip(drafts) {
            record::encode(&mut self.buffer, n, at, draft)?;
            ends.push(self.buffer.len());
        }
        Ok(ends)
    }

    /// Puts what was written on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// For another thread that does so.
    pub fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }
}

/// As much as goes: a disk that is full takes the first part. How many bytes that was.
fn write(file: &mut File, bytes: &[u8]) -> (usize, io::Result<()>) {
    let mut written = 0;
    while written < bytes.len() {
        match file.write(&bytes[written..]) {
            Ok(0) => return (written, Err(io::ErrorKind::WriteZero.into())),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (written, Err(error)),
        }
    }
    (written, Ok(()))
}
