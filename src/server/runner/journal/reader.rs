//! Reads a journal from any record on, while it grows and when it is packed.

use super::{Record, archive};
use crate::server::runner::{Error, Folder, Result};
use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom},
};

/// A search ends where the rest is read as quickly.
const NEAR_BYTES: u64 = 64 * 1024;

/// How much is read at once.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// At most so many records.
    pub records: usize,
    /// No further record once they have so many bytes.
    pub bytes: usize,
}

/// Where it is read from.
enum From {
    /// It may still grow, and half a record at its end may be replaced by another one.
    Plain(BufReader<File>),
    Packed(Box<dyn BufRead + Send>),
}

/// A place in a journal.
pub struct Reader {
    from: From,
    line: Vec<u8>,
    /// Number of the record before the next one.
    last: u64,
    /// Only records after that one are wanted.
    after: u64,
}

impl Reader {
    /// Reads what comes after record `after`, from the packed journal where there is no other.
    pub fn open(folder: &Folder, after: u64) -> Result<Self> {
        let (from, last) = match File::open(folder.journal()) {
            Ok(mut file) => {
                let last = seek(&mut file, after)?;
                (From::Plain(BufReader::new(file)), last)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let (packed, last) = archive::open(folder, after)?;
                (From::Packed(packed), last)
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { from, line: Vec::new(), last, after })
    }

    /// Number of the last record that was read or passed.
    pub fn last(&self) -> u64 {
        self.last.max(self.after)
    }

    /// The next record; none at the end of what is written so far.
    pub fn read(&mut self) -> Result<Option<Record>> {
        loop {
            self.read_line()?;
            let Some(line) = self.line.strip_suffix(b"\n") else { return Ok(None) };
            let record = Record::read(line).filter(|record| self.last == 0 || record.n == self.last + 1);
            let damaged = || Error::Damaged { file: "the journal".into(), detail: format!("there is no record after {}", self.last) };
            let record = record.ok_or_else(damaged)?;
            self.last = record.n;
            if record.n > self.after {
                return Ok(Some(record));
            }
        }
    }

    /// The next line; without its newline where it is not whole yet, and then it is read again.
    fn read_line(&mut self) -> Result<()> {
        self.line.clear();
        match &mut self.from {
            From::Packed(packed) => {
                packed.read_until(b'\n', &mut self.line)?;
            }
            From::Plain(plain) => {
                let length = plain.read_until(b'\n', &mut self.line)?;
                if !self.line.ends_with(b"\n") {
                    plain.seek(SeekFrom::Current(-i64::try_from(length).unwrap_or_default()))?;
                }
            }
        }
        Ok(())
    }

    /// The next records; none at the end of what is written so far.
    pub fn page(&mut self, page: Page) -> Result<Vec<Record>> {
        let mut found = Vec::new();
        let mut bytes = 0;
        while found.len() < page.records && bytes < page.bytes {
            let Some(record) = self.read()? else { break };
            bytes += record.bytes.len();
            found.push(record);
        }
        Ok(found)
    }
}

/// Goes near the record after `after`, never beyond it: numbers grow with their place, so halving finds it. The number of the
/// record before that place; 0 where it is not known.
fn seek(file: &mut File, after: u64) -> Result<u64> {
    let (mut low, mut high) = (0, file.metadata()?.len());
    let mut last = 0;
    while high - low > NEAR_BYTES {
        let middle = low + (high - low) / 2;
        match record_behind(file, middle)? {
            Some((at, n)) if n <= after && at < high => (low, last) = (at, n - 1),
            _ => high = middle,
        }
    }
    file.seek(SeekFrom::Start(low))?;
    Ok(last)
}

/// Place and number of the first record that begins behind `place`.
fn record_behind(file: &mut File, place: u64) -> Result<Option<(u64, u64)>> {
    file.seek(SeekFrom::Start(place))?;
    let mut reader = BufReader::new(file.by_ref());
    let mut line = Vec::new();
    let skipped = reader.read_until(b'\n', &mut line)?;
    line.clear();
    reader.read_until(b'\n', &mut line)?;
    let record = line.strip_suffix(b"\n").and_then(Record::read);
    Ok(record.map(|record| (place + skipped as u64, record.n)))
}
