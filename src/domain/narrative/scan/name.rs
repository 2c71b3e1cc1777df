//! Identifiers and addresses: digits that count nothing.

use super::{Numeral, Said, is_odd_digit};

/// A token with a digit in it that is no number: `p95`, `G12`, `#1801`, `v2.3.1`.
pub(super) fn at(text: &str, i: usize) -> Option<Numeral> {
    let rest = &text[i..];
    if rest.starts_with(is_odd_digit) {
        return Some(odd(text, i));
    }
    if let Some(number) = rest.strip_prefix(['#', '!']).filter(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
        let len = 1 + token(number);
        return Some(Numeral { start: i, end: i + len, said: Said::Name(rest[..len].to_owned()) });
    }
    let name = &rest[..token(rest)];
    name.contains(|c: char| c.is_ascii_digit()).then(|| Numeral { start: i, end: i + name.len(), said: Said::Name(name.to_owned()) })
}

/// A run of digits of another script: reported, and known to no record.
pub(super) fn odd(text: &str, i: usize) -> Numeral {
    let rest = &text[i..];
    let joins = |at: usize, c: char| matches!(c, '.' | ',') && rest[at + 1..].starts_with(char::is_numeric);
    let len =
        rest.char_indices().find(|(at, c)| !(c.is_numeric() || matches!(c, '％' | '٪') || joins(*at, *c))).map_or(rest.len(), |(at, _)| at);
    Numeral { start: i, end: i + len, said: Said::Name(rest[..len].to_owned()) }
}

/// The length of a token: letters, digits, and joiners that have some on both sides.
pub(super) fn token(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '-' | '/' | '.' | '@' | '_' | ':') && at > 0 && text[at + 1..].starts_with(char::is_alphanumeric);
        if !(c.is_alphanumeric() || c == '_' || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The length of the letters at the start.
pub(super) fn letters(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())
}

/// An address, bare or as the target of a link, if it has a digit.
pub(super) fn url(text: &str, i: usize) -> Option<(usize, String)> {
    let start = if opens_target(text, i) {
        i + 2
    } else if text[i..].starts_with("http://") || text[i..].starts_with("https://") {
        i
    } else {
        return None;
    };
    let rest = &text[start..];
    let len = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '<' | '|' | '`')).unwrap_or(rest.len());
    let url = if start == i { rest[..len].trim_end_matches(['.', ',', ';', ':', '*', '_']) } else { &rest[..len] };
    let end = start + url.len() + usize::from(start > i && text[start + url.len()..].starts_with(')'));
    url.contains(char::is_numeric).then(|| (end, url.to_owned()))
}

/// The end of a link target without digits, so that nothing in it is read as words.
pub(super) fn link_target(text: &str, i: usize) -> Option<usize> {
    let end = opens_target(text, i).then(|| text[i..].find(')').map(|p| i + p + 1))??;
    // With spaces it is no target but text that the reader sees.
    (!text[i..end].contains(|c: char| c.is_whitespace() || c.is_numeric())).then_some(end)
}

fn opens_target(text: &str, i: usize) -> bool {
    text[i..].starts_with("](") && !text[..i].ends_with('\\')
}
