//! The end of a journal whose writer died.

use super::{Record, Writer};
use std::{
    fs::OpenOptions,
    io::{self, BufRead, BufReader},
    path::Path,
};

/// Cuts what is not a whole record, or not the next one, and goes on from there. None where there is no journal.
pub fn repair(path: &Path) -> io::Result<Option<Writer>> {
    let file = match OpenOptions::new().read(true).append(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let (mut last, mut len) = (0, 0);
    let mut reader = BufReader::new(&file);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let whole = line.strip_suffix(b"\n").and_then(Record::read);
        if whole.is_none_or(|record| record.n != last + 1) {
            break;
        }
        last += 1;
        len += line.len() as u64;
        line.clear();
    }
    file.set_len(len)?;
    file.sync_data()?;
    Ok(Some(Writer::at_end(file, last, len)))
}
