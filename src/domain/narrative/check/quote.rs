//! Quoted records: a title's numerals stand in the records only as that title, word for word.

use super::{Finding, Kind, Range};
use crate::domain::narrative::facts::{Fact, FactValue};

const PAIRS: [(char, char); 7] = [('“', '”'), ('"', '"'), ('«', '»'), ('‘', '’'), ('„', '“'), ('[', ']'), ('`', '`')];

/// Finds texts of the records in quotation marks, as link texts or as code.
pub(super) fn find(text: &str, facts: &[Fact], skip: &mut Vec<Range<usize>>, found: &mut Vec<Finding>) {
    let quotable: Vec<(&Fact, Vec<char>)> = facts.iter().filter_map(|f| words(f).map(|w| (f, w))).collect();
    let mut i = 0;
    while let Some(c) = text[i..].chars().next() {
        let from = i + c.len_utf8();
        let close = PAIRS.iter().filter(|(open, _)| *open == c).map(|(_, close)| *close);
        let hit = close.into_iter().find_map(|close| longest(text, from, close, &quotable));
        match hit {
            Some((end, fact)) => {
                skip.push(from..end);
                found.push(Finding { range: from..end, kind: Kind::Verified { evidence: fact.evidence.clone(), value: None } });
                i = end;
            }
            None => i = from,
        }
    }
}

/// The characters of a text with a numeral; the others need no proof.
fn words(fact: &Fact) -> Option<Vec<char>> {
    match &fact.value {
        FactValue::Text(text) | FactValue::Name(text) => {
            let numeral = !super::scan::scan(text, &[]).is_empty() || text.contains(char::is_numeric);
            numeral.then(|| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect())
        }
        _ => None,
    }
}

fn longest<'a>(text: &str, from: usize, close: char, facts: &[(&'a Fact, Vec<char>)]) -> Option<(usize, &'a Fact)> {
    facts.iter().find_map(|(fact, chars)| {
        let end = matches(text, from, chars)?;
        text[end..].starts_with(close).then_some((end, *fact))
    })
}

/// The end of `chars` in the text at `from`, read as Markdown shows it: without escapes and entities.
fn matches(text: &str, from: usize, chars: &[char]) -> Option<usize> {
    let mut at = from;
    for (i, want) in chars.iter().enumerate() {
        let (shown, len) = next(&text[at..])?;
        if shown.is_whitespace() && want.is_whitespace() {
            let rest = &text[at..];
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
            // One line break is a space in Markdown; more would leave the quotation.
            if i > 0 && text[at..].starts_with('\n') {
                at += 1;
            }
        } else if shown == *want {
            at += len;
        } else {
            return None;
        }
    }
    Some(at)
}

fn next(text: &str) -> Option<(char, usize)> {
    for (entity, c) in [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')] {
        if text.starts_with(entity) {
            return Some((c, entity.len()));
        }
    }
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        ('\\', Some(c)) if c.is_ascii_punctuation() => Some((c, 2)),
        (c, _) => Some((c, c.len_utf8())),
    }
}
