//! Numbers in digits, with sign, currency, separators, magnitude and unit.

use super::{Numeral, Quantity, Said, Unit, name, unit};

/// The number that starts at `i`, with its sign and currency before and its unit after it.
pub(super) fn at(text: &str, i: usize) -> Option<Numeral> {
    let (digits_at, negative, signed, currency) = prefix(text, i);
    let digits = Digits::at(text, digits_at)?;
    let mut end = digits.end;
    if is_name(text, end) {
        // `3d2f1a9`, `1.2.3`, `14:03`: digits of a name.
        let end = digits_at + name::token(&text[digits_at..]);
        return Some(Numeral { start: i, end, said: Said::Name(text[digits_at..end].to_owned()) });
    }
    let mut quantity = Quantity::new(digits.value, digits.step);
    if let Some(ordinal) = ["st", "nd", "rd", "th"].iter().find(|s| ends_word(text, end, s)) {
        quantity.ordinal = true;
        end += ordinal.len();
    } else {
        (end, quantity) = with_unit(text, end, quantity, currency);
    }
    quantity.signed = signed;
    if negative {
        quantity.value = -quantity.value;
    }
    quantity.approximate = approximate(&text[..i]);
    Some(Numeral { start: i, end, said: Said::Quantity(quantity) })
}

/// Where the digits start, whether there is a minus, whether there is any sign, and the currency.
fn prefix(text: &str, i: usize) -> (usize, bool, bool, Option<Unit>) {
    let sign = |at: usize| text[at..].chars().next().filter(|c| matches!(c, '-' | '−' | '+')).map_or((at, ' '), |c| (at + c.len_utf8(), c));
    let (at, first) = sign(i);
    let found = ["US$", "USD ", "$", "€", "£"].iter().find(|c| text[at..].starts_with(**c));
    let currency = found.and_then(|c| unit::word(c.trim()).map(|(_, unit)| unit));
    let at = at + found.map_or(0, |c| c.len());
    let (at, second) = if currency.is_some() { sign(at) } else { (at, ' ') };
    let is = |c: char| first == c || second == c;
    (at, is('-') || is('−'), first != ' ' || second != ' ', currency)
}

struct Digits {
    value: f64,
    step: f64,
    end: usize,
}

impl Digits {
    fn at(text: &str, i: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let run = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut end = i + run(i);
        if end == i {
            return None;
        }
        let mut plain = text[i..end].to_owned();
        // `1,234` and `1 234`; a group of four digits in front is no thousands.
        let separator = |at: usize| text[at..].chars().next().filter(|c| matches!(c, ',' | '\u{a0}' | '\u{202f}' | '\u{2009}'));
        let group = |at: usize| separator(at).map(|c| at + c.len_utf8()).filter(|from| run(*from) == 3);
        let mut next = group(end).filter(|_| end - i <= 3);
        while let Some(from) = next {
            plain.push_str(&text[from..from + 3]);
            end = from + 3;
            next = group(end);
        }
        let decimals = if bytes.get(end) == Some(&b'.') { run(end + 1) } else { 0 };
        if decimals > 0 {
            plain.push_str(&text[end..=end + decimals]);
            end += 1 + decimals;
        }
        let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(300));
        Some(Self { value: plain.parse().ok()?, step, end })
    }
}

/// Letters, a second dot or a colon make a name of it, unless the letters are a unit.
fn is_name(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    let more = |sign: char| rest.strip_prefix(sign).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if more('.') || more(':') || rest.starts_with('_') {
        return true;
    }
    let word = &rest[..name::letters(rest)];
    if word.is_empty() {
        return false;
    }
    let digit_follows = rest[word.len()..].starts_with(|c: char| c.is_ascii_digit());
    let known = unit::word(word).is_some() || unit::magnitude(word).is_some() || matches!(word, "st" | "nd" | "rd" | "th");
    !known || (digit_follows && !is_compound(rest))
}

/// The rest of `2h30m`: units of time and digits in turn, to the end of the word.
fn is_compound(rest: &str) -> bool {
    let mut rest = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    while !rest.is_empty() {
        let unit = name::letters(rest);
        if !matches!(unit::word(&rest[..unit]), Some((_, Unit::Time))) {
            return false;
        }
        rest = rest[unit..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    true
}

/// Reads magnitude and unit behind a number.
pub(super) fn with_unit(text: &str, end: usize, quantity: Quantity, currency: Option<Unit>) -> (usize, Quantity) {
    let (end, quantity) = match magnitude_at(text, end) {
        Some((end, scale)) => (end, quantity.in_unit(scale, Unit::Bare)),
        None => (end, quantity),
    };
    match currency {
        Some(unit) => (end, quantity.in_unit(1.0, unit)),
        None => match unit_at(text, end) {
            Some((end, scale, unit)) => (end, quantity.in_unit(scale, unit)),
            None => (end, quantity),
        },
    }
}

fn magnitude_at(text: &str, end: usize) -> Option<(usize, f64)> {
    let (at, word) = next_word(text, end)?;
    let scale = unit::magnitude(word)?;
    // `5 B` and `5 M` with a space are more likely bytes or a name.
    (at == end || word.len() > 2).then_some((at + word.len(), scale))
}

fn unit_at(text: &str, end: usize) -> Option<(usize, f64, Unit)> {
    let rest = &text[end..];
    let gap = usize::from(rest.starts_with(' '));
    if let Some(sign) = ["%", "％", "٪", "×"].iter().find(|s| is_sign(&rest[gap..], s)) {
        let (scale, unit) = unit::word(sign)?;
        return Some((end + gap + sign.len(), scale, unit));
    }
    if let Some(found) = rate_at(text, end) {
        return Some(found);
    }
    for phrase in [" percentage points", " percentage point", " per cent", " US dollars"] {
        if ends_word(text, end, phrase) {
            let (scale, unit) = unit::word(phrase.trim()).unwrap_or((1.0, Unit::Percent));
            return Some((end + phrase.len(), scale, unit));
        }
    }
    let (at, word) = next_word(text, end)?;
    let after = at + word.len();
    if word == "times" {
        let compared =
            ["as", "faster", "slower", "more", "fewer", "less", "higher", "lower", "the", "better", "cheaper", "larger", "smaller"];
        return compared.iter().any(|c| ends_word(text, after, &format!(" {c}"))).then_some((after, 1.0, Unit::Ratio));
    }
    let (scale, unit) = unit::word(word).filter(|_| at == end || word.len() > 1 || matches!(word, "s" | "h" | "d"))?;
    Some((after, scale, unit))
}

/// The sign is not the start of some other unit, as `%x`.
fn is_sign(rest: &str, sign: &str) -> bool {
    rest.strip_prefix(sign).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// ` per second`, `/s`.
fn rate_at(text: &str, end: usize) -> Option<(usize, f64, Unit)> {
    let rest = &text[end..];
    let lead = [" per ", "/"].iter().find(|l| rest.starts_with(**l))?;
    let word = &rest[lead.len()..][..name::letters(&rest[lead.len()..])];
    if word.is_empty() || word == "cent" {
        return None;
    }
    let len = lead.len() + word.len();
    let (scale, unit) = unit::measure(&format!("per {word}"));
    Some((end + len, scale, unit))
}

/// The word behind a number: attached, after one space, or after a hyphen.
fn next_word(text: &str, end: usize) -> Option<(usize, &str)> {
    let first = text[end..].chars().next()?;
    let at = if matches!(first, ' ' | '\u{a0}' | '\u{202f}' | '-') { end + first.len_utf8() } else { end };
    let len = name::letters(&text[at..]);
    (len > 0).then(|| (at, &text[at..at + len]))
}

/// `word` stands at `at` and ends there.
pub(super) fn ends_word(text: &str, at: usize, word: &str) -> bool {
    text[at..].strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The text before a number calls it an approximation.
pub(super) fn approximate(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(['*', '_']);
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    before.ends_with(['~', '≈'])
        || matches!(word.as_str(), "about" | "around" | "roughly" | "approximately" | "nearly" | "almost" | "circa")
}
