use super::Row;
use std::{ops::Range, rc::Rc};

/// The places among `rows` of those that contain `words`, in any letter case; nothing is found for nothing.
pub fn find(rows: &[Rc<Row>], words: &str) -> Vec<usize> {
    let wanted = words.trim().to_ascii_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let contains = |text: &&str| text.to_ascii_lowercase().contains(&wanted);
    let found = rows.iter().enumerate().filter(|(_, row)| {
        let (shown, hidden) = row.what.texts();
        shown.iter().chain(&hidden).any(contains)
    });
    found.map(|(place, _)| place).collect()
}

/// Where `words` stand in a text, in bytes, in order and apart from each other.
pub fn spans(text: &str, words: &str) -> Vec<Range<usize>> {
    let wanted = words.trim().to_ascii_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    // Lower case of ASCII letters only, so that places stay what they are.
    text.to_ascii_lowercase().match_indices(&wanted).map(|(at, _)| at..at + wanted.len()).collect()
}
