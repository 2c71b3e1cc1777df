//! Numbers as people and programs write them.

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or a word for it.
    Empty,
    Number(Number),
    /// Not a number in any way.
    Text,
}

/// A number, and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// `%`, a currency.
    pub unit: Option<String>,
    pub mark: Mark,
    /// Written as `1.2K`, so digits are lost.
    pub rounded: bool,
}

/// What the cell tells about the decimal mark of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing: it has neither, or groups only.
    None,
    Point,
    Comma,
    /// One comma with three digits after it: a group, unless this file has decimal commas.
    MaybeComma,
    /// One point with three digits after it: a decimal point, unless this file has decimal commas.
    MaybePoint,
}

const EMPTY: [&str; 9] = ["", "-", "–", "null", "none", "n/a", "na", "nan", "(null)"];
const INFINITE: [&str; 6] = ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];
const CURRENCIES: [&str; 12] = ["$", "€", "£", "¥", "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "₹"];

/// Reads a cell.
pub(super) fn read(text: &str) -> Cell {
    let text = text.trim();
    let small = text.to_lowercase();
    if EMPTY.contains(&small.as_str()) || INFINITE.contains(&small.as_str()) {
        return Cell::Empty;
    }
    number(text).map_or(Cell::Text, Cell::Number)
}

fn number(text: &str) -> Option<Number> {
    // Accounts write losses in brackets.
    let (inner, brackets) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map_or((text, false), |inner| (inner, true));
    let (inner, unit) = without_unit(inner.trim());
    let (inner, minus) = without_sign(&inner);
    let (inner, second_unit) = without_unit(inner.trim());
    let (digits, factor) = without_scale(&inner);
    let (plain, mark) = plain(digits)?;
    let value: f64 = plain.parse().ok()?;
    let value = if brackets || minus { -value } else { value };
    Some(Number { value: value * factor, unit: unit.or(second_unit), mark, rounded: factor > 1.0 })
}

fn without_unit(text: &str) -> (String, Option<String>) {
    if let Some(rest) = text.strip_suffix('%') {
        return (rest.trim().to_owned(), Some("%".into()));
    }
    for unit in CURRENCIES {
        if let Some(rest) = text.strip_prefix(unit).or_else(|| text.strip_suffix(unit)) {
            return (rest.trim().to_owned(), Some(unit.into()));
        }
    }
    (text.to_owned(), None)
}

fn without_sign(text: &str) -> (String, bool) {
    let negative = text.strip_prefix(['-', '\u{2212}']);
    (negative.or_else(|| text.strip_prefix('+')).unwrap_or(text).to_owned(), negative.is_some())
}

/// `1.2K` is written for people. (`1e3` ends in a digit.)
fn without_scale(text: &str) -> (&str, f64) {
    let scales = [('K', 1e3), ('k', 1e3), ('M', 1e6), ('B', 1e9)];
    let found = scales.into_iter().find_map(|(letter, factor)| Some((text.strip_suffix(letter)?.trim_end(), factor)));
    found.unwrap_or((text, 1.0))
}

/// The number as a program writes it, and what its marks tell.
fn plain(text: &str) -> Option<(String, Mark)> {
    let (text, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(number, exponent)| (number, Some(exponent)));
    let exponent = match exponent {
        Some(digits) => format!("e{}", digits.parse::<i32>().ok()?),
        None => String::new(),
    };
    // Groups by spaces of any kind and apostrophes have one meaning.
    let text = ungrouped(text)?;
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let (digits, mark) = match (commas, points) {
        (0, 0) => (text, Mark::None),
        (0, 1) => {
            let (whole, part) = text.split_once('.')?;
            let group = part.len() == 3 && is_first_group(whole);
            (text.clone(), if group { Mark::MaybePoint } else { Mark::Point })
        }
        (1, 0) => {
            let (whole, part) = text.split_once(',')?;
            let group = part.len() == 3 && is_first_group(whole);
            if group { (text.replace(',', ""), Mark::MaybeComma) } else { (text.replace(',', "."), Mark::Comma) }
        }
        (_, 0) => (groups(&text, ',')?, Mark::Point),
        (0, _) => (groups(&text, '.')?, Mark::Comma),
        (_, 1) if text.rfind(',') < text.find('.') => {
            let (whole, part) = text.split_once('.')?;
            (format!("{}.{part}", groups(whole, ',')?), Mark::Point)
        }
        (1, _) if text.rfind('.') < text.find(',') => {
            let (whole, part) = text.split_once(',')?;
            (format!("{}.{part}", groups(whole, '.')?), Mark::Comma)
        }
        _ => return None,
    };
    let valid = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.bytes().any(|b| b.is_ascii_digit());
    valid.then(|| (format!("{digits}{exponent}"), mark))
}

fn ungrouped(text: &str) -> Option<String> {
    let separator = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}');
    if !text.contains(separator) {
        return Some(text.to_owned());
    }
    let end = text.find(['.', ',']).unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].split(separator).collect();
    is_grouped(&parts).then(|| format!("{}{}", parts.concat(), &text[end..]))
}

/// Takes the separators out where all groups have three digits.
fn groups(text: &str, separator: char) -> Option<String> {
    let parts: Vec<&str> = text.split(separator).collect();
    is_grouped(&parts).then(|| parts.concat())
}

fn is_grouped(parts: &[&str]) -> bool {
    let is_whole = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.split_first().is_some_and(|(first, rest)| is_first_group(first) && rest.iter().all(|part| is_whole(part)))
}

/// `0,250` is no group: nobody writes a thousandth part of a thousand so.
fn is_first_group(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0')
}
