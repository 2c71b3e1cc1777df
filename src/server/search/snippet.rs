//! The words around a find.

use super::words::{Query, fold};

/// About how many characters of the text are shown.
const SHOWN: usize = 120;
/// How many of them come before the first find.
const BEFORE: usize = 40;

/// The part of `text` around the first word that `query` asks for, with such words between `⟦` and `⟧`.
/// Without a find it is the beginning of the text.
pub fn snippet(text: &str, query: &Query) -> String {
    let found = words(text).find(|(_, word)| query.takes(&fold(word))).map_or(0, |(at, _)| at);
    let start = back(text, found, BEFORE);
    let end = ahead(text, start, SHOWN);
    let mut shown = String::new();
    if start > 0 {
        shown.push('…');
    }
    mark(&text[start..end], query, &mut shown);
    if end < text.len() {
        shown.push('…');
    }
    shown
}

/// The whole of `text`, in one line, with the found words marked.
fn mark(text: &str, query: &Query, into: &mut String) {
    let mut done = 0;
    for (at, word) in words(text) {
        if query.takes(&fold(word)) {
            plain(&text[done..at], into);
            into.push('⟦');
            into.push_str(word);
            into.push('⟧');
            done = at + word.len();
        }
    }
    plain(&text[done..], into);
}

/// Text that cannot be taken for a mark, on one line.
fn plain(text: &str, into: &mut String) {
    into.extend(text.chars().map(|c| match c {
        '⟦' => '[',
        '⟧' => ']',
        c if c.is_whitespace() => ' ',
        c => c,
    }));
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    super::words::split(text).map(move |word| (word.as_ptr() as usize - start, word))
}

/// Up to `most` characters back from `at`, then on to the beginning of a word.
fn back(text: &str, at: usize, most: usize) -> usize {
    let Some((start, _)) = text[..at].char_indices().rev().nth(most) else { return 0 };
    text[start..at].find(' ').map_or(at, |space| start + space + 1)
}

/// The end of `most` characters from `start`.
fn ahead(text: &str, start: usize, most: usize) -> usize {
    text[start..].char_indices().nth(most).map_or(text.len(), |(n, _)| start + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_find_stands_in_its_surroundings() {
        let query = Query::parse("cafe pip").unwrap();
        assert_eq!(snippet("The Café's\nrender pipeline", &query), "The ⟦Café⟧'s render ⟦pipeline⟧");
        let long = format!("{} pipeline {}", "word ".repeat(100), "more ".repeat(100));
        let shown = snippet(&long, &query);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("⟦pipeline⟧"), "{shown}");
        assert!(shown.chars().count() < SHOWN + 10);
    }

    #[test]
    fn marks_in_the_text_are_not_marks() {
        let query = Query::parse("x").unwrap();
        assert_eq!(snippet("⟦evil⟧ x", &query), "[evil] ⟦x⟧");
        assert_eq!(snippet("", &query), "");
    }
}
