//! One line of the journal.

use super::Draft;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The agent, on its standard output.
    Agent,
    /// The agent, on its standard error.
    Error,
    /// The runner, to the agent's standard input.
    Input,
    /// The runner, about what it does: a [`super::Note`].
    Runner,
}

/// A line, or a piece of a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 1 for the first, without a gap.
    pub n: u64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub from: Source,
    /// As it came, without its newline.
    pub bytes: Vec<u8>,
    /// The line goes on with the next record of the same source.
    pub more: bool,
}

#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    n: u64,
    at: i64,
    from: Source,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    line: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    more: bool,
}

impl Record {
    /// What it says; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// The line of the journal, without its newline.
    pub fn to_line(&self) -> String {
        let draft = Draft { from: self.from, bytes: self.bytes.clone(), more: self.more };
        let mut out = Vec::new();
        // Text and numbers: that can always be written.
        let _written = encode(&mut out, self.n, self.at, &draft);
        String::from_utf8_lossy(&out).trim_end().to_owned()
    }

    /// Reads a line of the journal, without its newline; none where it is damaged.
    pub fn read(line: &[u8]) -> Option<Self> {
        let wire: Wire<'_> = serde_json::from_slice(line).ok()?;
        let bytes = match (wire.line, wire.base64) {
            (Some(line), None) => line.into_owned().into_bytes(),
            (None, Some(text)) => STANDARD.decode(text).ok()?,
            _ => return None,
        };
        Some(Self { n: wire.n, at: wire.at, from: wire.from, bytes, more: wire.more })
    }
}

/// Appends a record to `out`, with its newline.
pub(super) fn encode(out: &mut Vec<u8>, n: u64, at: i64, draft: &Draft) -> serde_json::Result<()> {
    let line = std::str::from_utf8(&draft.bytes).ok().map(Cow::Borrowed);
    let base64 = line.is_none().then(|| STANDARD.encode(&draft.bytes));
    serde_json::to_writer(&mut *out, &Wire { n, at, from: draft.from, line, base64, more: draft.more })?;
    out.push(b'\n');
    Ok(())
}
