//! The check of figures: each numeral of a text is looked for in the records.
//!
//! A figure that is there is verified; one that is not gets a visible mark behind it; one
//! that cites a fact which says otherwise is replaced by the difference. When in doubt a
//! figure is marked: a false mark costs a glance, a false figure costs the reader's trust.

use super::{Claim, facts::Fact, scan};
use std::ops::Range;

mod context;
mod count;
mod lookup;
mod mark;
mod marker;
mod quote;
mod verdict;

pub use mark::NOT_IN_RECORDS;
pub(super) use marker::strip;

/// A text after the check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Without markers, with marks.
    pub markdown: String,
    /// Every figure, in the order of the text; `markdown[at..]` starts with `text`.
    pub claims: Vec<Claim>,
    /// Figures that are not in the records, or against them.
    pub unverified: u32,
}

/// Checks every figure of a text; markers like `[F3]` cite a fact and are taken out.
pub fn check(markdown: &str, facts: &[Fact]) -> Checked {
    again(markdown, facts, "", &[])
}

/// Checks a text that was edited: a line that stayed as it was keeps what was found then,
/// because its markers are gone by now.
pub fn again(markdown: &str, facts: &[Fact], before: &str, claims: &[Claim]) -> Checked {
    let kept = Kept::new(before, claims);
    let plain = mark::remove(markdown);
    let (text, markers) = marker::strip(&plain);
    let (known, mut found) = kept.find(markdown, &text);
    let mut skip = known.clone();
    mark::contradictions(&text, facts, &mut skip, &mut found);
    quote::find(&text, facts, &mut skip, &mut found);
    // What is known is read all the same: "12 to $15" is money twice.
    skip.drain(..known.len());
    skip.extend(list_numbers(&text));
    let numerals = scan::scan(&text, &skip);
    let records = lookup::Records::new(facts);
    for (i, numeral) in numerals.iter().enumerate() {
        if known.iter().any(|known| known.start < numeral.end && numeral.start < known.end) {
            continue;
        }
        let cited = marker::of(&text, &markers, &numerals, i);
        found.push(Finding { range: numeral.start..numeral.end, kind: verdict::of(&text, numeral, &cited, &records) });
    }
    mark::write(&text, found)
}

/// A figure of the text and what came of it.
struct Finding {
    range: Range<usize>,
    kind: Kind,
}

enum Kind {
    Verified {
        evidence: Vec<String>,
        value: Option<f64>,
    },
    Unknown {
        value: Option<f64>,
    },
    /// The text says something else than the fact it cites; a replacement is due.
    Contradiction {
        says: String,
        evidence: Vec<String>,
        value: Option<f64>,
    },
    /// The same, found already marked.
    Marked {
        says: String,
    },
}

/// A verified claim and where it stands in its line.
type Placed<'a> = (Range<usize>, &'a Claim);

/// Lines that were checked before.
struct Kept<'a> {
    lines: Vec<(String, Vec<Placed<'a>>)>,
}

impl<'a> Kept<'a> {
    fn new(before: &str, claims: &'a [Claim]) -> Self {
        let mut lines = Vec::new();
        for (range, line) in lines_of(before) {
            // Only what was verified needs keeping; everything else is found again.
            let of_line = claims.iter().filter(|c| c.verified && range.contains(&c.at));
            let kept: Vec<_> = of_line.filter_map(|c| Self::place(line, c.at - range.start, c)).collect();
            if !kept.is_empty() {
                lines.push((line.to_owned(), kept));
            }
        }
        Self { lines }
    }

    /// Where a claim stands once the marks before it are gone.
    fn place(line: &str, at: usize, claim: &'a Claim) -> Option<Placed<'a>> {
        let start = mark::remove(line.get(..at)?).len();
        line[at..].starts_with(&claim.text).then(|| (start..start + claim.text.len(), claim))
    }

    /// What stands on the lines of `edited` that are as they were; `text` is the same without marks.
    fn find(&self, edited: &str, text: &str) -> (Vec<Range<usize>>, Vec<Finding>) {
        let mut found = Vec::new();
        for ((_, raw), (range, line)) in lines_of(edited).zip(lines_of(text)) {
            let known = self.lines.iter().find(|(known, _)| known == raw && mark::remove(raw) == line);
            let Some((_, claims)) = known else { continue };
            for (at, claim) in claims {
                let kind = Kind::Verified { evidence: claim.evidence.clone(), value: claim.value };
                found.push(Finding { range: range.start + at.start..range.start + at.end, kind });
            }
        }
        (found.iter().map(|f| f.range.clone()).collect(), found)
    }
}

fn lines_of(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |raw| {
        let range = start..start + raw.len();
        start = range.end;
        (range, raw.trim_end_matches(['\n', '\r']))
    })
}

/// The `1.` of a list or of a heading counts nothing.
fn list_numbers(text: &str) -> Vec<Range<usize>> {
    let number = |(range, line): (Range<usize>, &str)| {
        let lead = line.len() - line.trim_start_matches([' ', '\t', '#', '>']).len();
        let rest = &line[lead..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = (1..=3).contains(&digits) && [". ", ") "].iter().any(|m| rest[digits..].starts_with(m));
        marker.then(|| range.start + lead..range.start + lead + digits + 1)
    };
    lines_of(text).filter_map(number).collect()
}

#[cfg(test)]
mod tests;
