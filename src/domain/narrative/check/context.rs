//! What stands around a figure: it decides which fact a number can mean.

use crate::domain::narrative::scan::singular;

/// The words around a figure, in lower case.
pub(super) struct Around<'a> {
    /// The figure itself.
    pub said: &'a str,
    /// The text from the figure on.
    rest: &'a str,
    /// Up to seven words before it, in order, within the clause.
    pub before: Vec<String>,
    /// Up to seven words after it, within the clause.
    pub after: Vec<String>,
    /// Every word of its paragraph or row and of the heading above, in the singular.
    pub block: Vec<String>,
}

/// How many words count as near.
const NEAR: usize = 7;

impl<'a> Around<'a> {
    /// Around `start..end`; what it counts is named from `noun_at` on.
    pub fn new(text: &'a str, start: usize, end: usize, noun_at: usize) -> Self {
        let after = clause_after(&text[noun_at..]);
        let before = clause_before(&text[..start]);
        Self { said: &text[start..end], rest: &text[start..], before, after, block: block(text, start) }
    }

    /// The paragraph or its heading speaks of `name`: at least half of the words that mean something.
    pub fn names(&self, name: &str) -> bool {
        let words: Vec<String> =
            words(name).filter(|w| w.chars().count() > 2 && !EMPTY.contains(&w.as_str())).map(|w| singular(&w)).collect();
        if words.is_empty() {
            let all: Vec<String> = self::words(name).map(|w| singular(&w)).collect();
            // A name without a word cannot be spoken.
            return all.iter().all(|w| self.block.contains(w));
        }
        words.iter().filter(|w| self.block.contains(w)).count() * 2 >= words.len()
    }

    /// The text has exactly this here.
    pub fn stands(&self, shown: &str) -> bool {
        self.rest.strip_prefix(shown).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }

    /// One of these words is in the paragraph.
    pub fn block_has(&self, any: &[&str]) -> bool {
        any.iter().any(|w| self.block.iter().any(|b| b == w))
    }

    /// Words right before and right behind.
    pub fn close(&self, before: usize, after: usize) -> impl Iterator<Item = &str> {
        let from = self.before.len().saturating_sub(before);
        self.before[from..].iter().chain(self.after.iter().take(after)).map(String::as_str)
    }
}

const EMPTY: [&str; 9] = ["the", "and", "per", "for", "with", "from", "rate", "number", "count"];

/// Letters and digits with inner hyphens, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let split = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    split.map(|w| w.trim_matches('-').to_lowercase()).filter(|w| !w.is_empty())
}

fn clause_after(text: &str) -> Vec<String> {
    let stop = text.char_indices().find(|(i, c)| {
        let next = text[i + c.len_utf8()..].chars().next();
        matches!(c, ',' | ';' | '\n' | '|' | '(' | ')' | '→' | ':')
            || (*c == '.' && next.is_none_or(char::is_whitespace))
            || c.is_ascii_digit()
    });
    let clause = &text[..stop.map_or(text.len(), |(i, _)| i)];
    words(clause).take_while(|w| w != "and" && w != "but").take(NEAR).collect()
}

fn clause_before(text: &str) -> Vec<String> {
    let stop = text.char_indices().rev().find(|(i, c)| {
        let next = text[i + c.len_utf8()..].chars().next();
        matches!(c, ',' | ';' | '\n' | '(' | ')') || (matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace))
    });
    let clause = &text[stop.map_or(0, |(i, c)| i + c.len_utf8())..];
    let mut near: Vec<String> = Vec::new();
    for word in words(clause) {
        if matches!(word.as_str(), "and" | "but") {
            near.clear();
        } else if !word.starts_with(|c: char| c.is_ascii_digit()) {
            near.push(word);
        }
    }
    near.split_off(near.len().saturating_sub(NEAR))
}

/// The paragraph at `at`, a list entry or table row alone, with the nearest heading above.
fn block(text: &str, at: usize) -> Vec<String> {
    let line_start = text[..at].rfind('\n').map_or(0, |p| p + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |p| at + p);
    let line = text[line_start..line_end].trim_start();
    let alone = line.starts_with(['-', '*', '+', '|', '#', '•']) || line.split_once(". ").is_some_and(|(n, _)| n.parse::<u16>().is_ok());
    let (start, end) = if alone {
        (line_start, line_end)
    } else {
        (text[..at].rfind("\n\n").map_or(0, |p| p + 2), text[at..].find("\n\n").map_or(text.len(), |p| at + p))
    };
    let heading = text[..start].lines().rev().find(|l| l.starts_with('#')).unwrap_or_default();
    words(&text[start..end]).chain(words(heading)).map(|w| singular(&w)).collect()
}
