//! What the agent says, line by line.

use super::inbox::{Call, Inbox};
use crate::server::runner::journal::{Draft, Source};
use std::{
    io::{ErrorKind, Read},
    sync::Arc,
    thread,
};

/// A longer line is handed on in pieces.
const PIECE_BYTES: usize = 64 * 1024;

/// Reads until the stream is closed. Nothing is read while the inbox is full.
pub fn listen(mut stream: impl Read + Send + 'static, from: Source, inbox: Arc<Inbox>) -> std::io::Result<()> {
    let work = move || {
        let mut cutter = Cutter { from, begun: Vec::new() };
        let mut chunk = vec![0; 16 * 1024];
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => cutter.cut(&chunk[..length], |line| inbox.line(line)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        if let Some(rest) = cutter.rest() {
            inbox.line(rest);
        }
        inbox.call(Call::Closed);
    };
    thread::Builder::new().name("output".into()).spawn(work).map(drop)
}

/// Cuts a stream into lines, and long lines into pieces.
struct Cutter {
    from: Source,
    begun: Vec<u8>,
}

impl Cutter {
    fn cut(&mut self, mut chunk: &[u8], mut hand_on: impl FnMut(Draft)) {
        while let Some(end) = chunk.iter().position(|byte| *byte == b'\n') {
            self.begun.extend_from_slice(&chunk[..end]);
            chunk = &chunk[end + 1..];
            hand_on(self.draft(false));
        }
        self.begun.extend_from_slice(chunk);
        if self.begun.len() >= PIECE_BYTES {
            let whole = whole_characters(&self.begun);
            let rest = self.begun.split_off(whole);
            hand_on(self.draft(true));
            self.begun = rest;
        }
    }

    /// The last line, where no newline ended it.
    fn rest(&mut self) -> Option<Draft> {
        (!self.begun.is_empty()).then(|| self.draft(false))
    }

    fn draft(&mut self, more: bool) -> Draft {
        Draft { from: self.from, bytes: std::mem::take(&mut self.begun), more }
    }
}

/// Where to cut so that no character is cut in two: then both pieces can be read in the journal.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(4);
    let first = (tail..bytes.len()).find(|at| bytes[*at] & 0b1100_0000 != 0b1000_0000).unwrap_or(tail);
    match std::str::from_utf8(&bytes[first..]) {
        Err(error) if error.error_len().is_none() => first + error.valid_up_to(),
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<(Vec<u8>, bool)> {
        let mut cutter = Cutter { from: Source::Agent, begun: Vec::new() };
        let mut lines = Vec::new();
        for chunk in chunks {
            cutter.cut(chunk, |line| lines.push((line.bytes, line.more)));
        }
        lines.extend(cutter.rest().map(|line| (line.bytes, line.more)));
        lines
    }

    #[test]
    fn lines_are_whole_however_they_come() {
        let lines = cut(&[b"a", b"b\n\nc\xff\r", b"\nlast"]);
        let texts: Vec<&[u8]> = lines.iter().map(|(bytes, _)| bytes.as_slice()).collect();
        assert_eq!(texts, [&b"ab"[..], b"", b"c\xff\r", b"last"]);
        assert!(lines.iter().all(|(_, more)| !more));
    }

    #[test]
    fn a_long_line_comes_in_pieces_of_whole_characters() {
        let text = format!("x{}", "€".repeat(PIECE_BYTES));
        let chunks: Vec<&[u8]> = text.as_bytes().chunks(16 * 1024).chain([&b"\nnext"[..]]).collect();
        let lines = cut(&chunks);
        assert!(lines.len() > 3 && lines.iter().all(|(bytes, _)| std::str::from_utf8(bytes).is_ok()));
        let long: Vec<u8> = lines[..lines.len() - 1].iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        assert_eq!(long, text.as_bytes());
        assert!(lines[..lines.len() - 2].iter().all(|(_, more)| *more) && !lines[lines.len() - 2].1);
    }
}
