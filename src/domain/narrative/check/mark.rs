//! The marks that a reader sees, in every place that shows the text.

use super::{Checked, Claim, Fact, Finding, Kind, Range};

/// Stands behind a figure that the records do not know.
pub const NOT_IN_RECORDS: &str = " *(not in the records)*";
const SAID: &str = "**[text said ";
const RECORDS: &str = "; the records say ";
const END: &str = "]**";
/// The longest figure that a mark quotes, in bytes.
const FIGURE_MOST: usize = 80;

/// The text without marks behind figures; they are set anew.
pub(super) fn remove(text: &str) -> String {
    text.replace(NOT_IN_RECORDS, "")
}

/// Finds differences that are marked already, if what they call the records is in the records.
pub(super) fn contradictions(text: &str, facts: &[Fact], skip: &mut Vec<Range<usize>>, found: &mut Vec<Finding>) {
    for (start, _) in text.match_indices(SAID) {
        let inside = &text[start + SAID.len()..];
        let Some((figure, records)) = inside.find(END).and_then(|end| inside[..end].split_once(RECORDS)) else { continue };
        let short = figure.len() <= FIGURE_MOST && !figure.contains(['\n', '[', ']']);
        if short && facts.iter().any(|f| f.value.to_string() == records) {
            let range = start..start + SAID.len() + figure.len() + RECORDS.len() + records.len() + END.len();
            skip.push(range.clone());
            found.push(Finding { range, kind: Kind::Marked { says: records.to_owned() } });
        }
    }
}

/// Writes the text with its marks, and lists the claims.
pub(super) fn write(text: &str, mut found: Vec<Finding>) -> Checked {
    found.sort_by_key(|f| (f.range.start, f.range.end));
    let mut out = Checked::default();
    let (mut from, mut late) = (0, None);
    for finding in found {
        if finding.range.start < from {
            continue;
        }
        flush(&mut out, text, &mut from, &mut late, finding.range.start);
        out.markdown.push_str(&text[from..finding.range.start]);
        let shown = &text[finding.range.clone()];
        from = finding.range.end;
        let claim = claim(finding.kind, shown, out.markdown.len());
        out.unverified += u32::from(!claim.verified);
        out.markdown.push_str(&claim.text);
        if !claim.verified && claim.contradiction.is_none() {
            late = Some(code_end(text, from));
        }
        out.claims.push(claim);
    }
    flush(&mut out, text, &mut from, &mut late, text.len());
    out.markdown.push_str(&text[from..]);
    out
}

/// Sets a mark that is due before `until`.
fn flush(out: &mut Checked, text: &str, from: &mut usize, late: &mut Option<usize>, until: usize) {
    if let Some(at) = late.take() {
        let at = at.min(until);
        out.markdown.push_str(&text[*from..at]);
        out.markdown.push_str(NOT_IN_RECORDS);
        *from = at;
    }
}

fn claim(kind: Kind, shown: &str, at: usize) -> Claim {
    let claim = Claim { text: shown.to_owned(), value: None, evidence: Vec::new(), verified: false, contradiction: None, at };
    match kind {
        Kind::Verified { evidence, value } => Claim { evidence, value, verified: true, ..claim },
        Kind::Unknown { value } => Claim { value, ..claim },
        Kind::Marked { says } => Claim { contradiction: Some(says), ..claim },
        Kind::Contradiction { says, evidence, value } => {
            Claim { text: format!("{SAID}{shown}{RECORDS}{says}{END}"), value, evidence, contradiction: Some(says), ..claim }
        }
    }
}

/// Where a mark may stand: behind a code span, where it would not be read as a mark.
fn code_end(text: &str, end: usize) -> usize {
    let line = text[..end].rfind('\n').map_or(0, |p| p + 1);
    if text[line..end].matches('`').count().is_multiple_of(2) {
        return end;
    }
    let rest = &text[end..];
    let close = rest.find(['`', '\n']).filter(|p| rest[*p..].starts_with('`'));
    close.map_or(end, |p| end + p + 1)
}
