//! Markers in titles and descriptions: words that are nothing but a marker.

use super::{Mark, jira, key};

/// The markers among the words of `text`. People write keys in capitals; in small letters they are something else.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let words = text.split(|c: char| c.is_whitespace() || "[](){}".contains(c));
    words.filter(|word| !word.contains("://")).flat_map(word_marks).collect()
}

/// `G12`, `G12:`, `"G12"`, `**G12**` and `G12/T34`: all of it is markers, or none of it counts.
fn word_marks(word: &str) -> Vec<Mark> {
    let word = word.trim_start_matches(['"', '\'', '“', '‘', '*', '_', '~', '#']);
    let word = word.trim_end_matches(['"', '\'', '”', '’', '*', '_', '~', ',', ';', ':', '.', '!', '?', '…']);
    let parts =
        word.split([',', '/', '+', '&']).map(|part| if part.starts_with(|c: char| c.is_ascii_uppercase()) { one(part) } else { None });
    parts.collect::<Option<Vec<Mark>>>().unwrap_or_default()
}

fn one(word: &str) -> Option<Mark> {
    key(word).or_else(|| jira::key(word).map(Mark::Jira))
}

/// A description without what its author did not say: code, quotes and the comments of a template.
pub(super) fn prose(text: &str) -> String {
    let text = without_comments(text);
    let mut fence: Option<&str> = None;
    let mut prose = String::with_capacity(text.len());
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) if !start.starts_with('>') => push_without_code(&mut prose, line),
            _ => {}
        }
    }
    prose
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Every second piece between backticks is code.
fn push_without_code(prose: &mut String, line: &str) {
    let backticks = line.matches('`').count();
    for (i, piece) in line.split('`').enumerate() {
        // A last backtick without a partner opens nothing.
        if i % 2 == 0 || (i == backticks && backticks % 2 == 1) {
            prose.push_str(piece);
        } else {
            // Keeps the neighbours from growing together, and marks that something stood there.
            prose.push('`');
        }
    }
    prose.push('\n');
}
