//! The journal of a session that is over.

use super::Record;
use crate::server::runner::{Folder, Result, folder};
use flate2::{Compression, bufread::MultiGzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, ErrorKind, Seek, SeekFrom, Write},
};

/// A member of the packed file has about so much of the journal: what is read at most to find a record.
const MEMBER_BYTES: usize = 256 * 1024;

/// Where a member begins.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Member {
    /// Number of its first record.
    n: u64,
    /// Its place in the packed file, in bytes.
    at: u64,
}

/// Packs the journal; the same reader reads it as before. Does nothing where that is done already, and may be repeated after a
/// crash. The session must be over.
pub fn archive(folder: &Folder) -> Result<()> {
    let plain = match File::open(folder.journal()) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut new = folder.archived().into_os_string();
    new.push(".new");
    let packed = File::options().write(true).create(true).truncate(true).open(&new)?;
    fs::set_permissions(&new, fs::metadata(folder.journal())?.permissions())?;
    let members = pack(plain, BufWriter::new(&packed))?;
    packed.sync_all()?;
    // The index first: a packed file without one is read from its beginning, one with a wrong one would be read wrongly.
    folder::write_json(&folder.index(), &members)?;
    fs::rename(&new, folder.archived())?;
    folder::sync_parent(&folder.archived())?;
    fs::remove_file(folder.journal())?;
    Ok(())
}

fn pack(mut plain: impl BufRead, mut out: impl Write) -> io::Result<Vec<Member>> {
    let mut members = Vec::new();
    let (mut at, mut line) = (0, Vec::new());
    let mut member = Vec::new();
    let mut first = None;
    loop {
        line.clear();
        let over = plain.read_until(b'\n', &mut line)? == 0;
        if over || member.len() >= MEMBER_BYTES {
            if let Some(n) = first.take() {
                let packed = gzip(&member)?;
                out.write_all(&packed)?;
                members.push(Member { n, at });
                at += packed.len() as u64;
                member.clear();
            }
            if over {
                out.flush()?;
                return Ok(members);
            }
        }
        if first.is_none() {
            first = line.strip_suffix(b"\n").and_then(Record::read).map(|record| record.n);
        }
        member.extend_from_slice(&line);
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The packed journal, from the member that has the record after `after`, and the number of the record before it (0 where it is
/// not known).
pub fn open(folder: &Folder, after: u64) -> Result<(Box<dyn BufRead + Send>, u64)> {
    let mut file = File::open(folder.archived())?;
    let members: Vec<Member> = folder::read_json(&folder.index())?.unwrap_or_default();
    let within = members.iter().take_while(|member| member.n <= after + 1).last();
    if let Some(member) = within {
        file.seek(SeekFrom::Start(member.at))?;
    }
    let decoder = MultiGzDecoder::new(BufReader::new(file));
    Ok((Box::new(BufReader::new(decoder)), within.map_or(0, |member| member.n - 1)))
}
