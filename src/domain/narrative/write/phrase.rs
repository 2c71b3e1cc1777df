//! Figures and outside text as the writer sets them, such that the check reads them back.

use crate::domain::{
    Usd,
    narrative::{
        facts::line,
        scan::{self, Said, Unit, measure},
    },
};
use chrono::{Datelike, NaiveDate};

/// `3 tasks`, `1 task`.
pub fn count(n: i64, of: &str) -> String {
    let plural = match of.strip_suffix('y') {
        _ if n == 1 => of.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{of}s"),
    };
    format!("{} {plural}", number(usize::try_from(n).map_or(0.0, precise)))
}

#[expect(clippy::cast_precision_loss, reason = "a count of records, lines or tokens")]
fn precise(n: usize) -> f64 {
    n as f64
}

/// All digits, grouped from ten thousand on: `1234.5`, `12,345`; a real minus.
pub fn number(value: f64) -> String {
    let plain = format!("{}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = if value < 0.0 { "−".to_owned() } else { String::new() };
    for (i, digit) in whole.chars().enumerate() {
        if whole.len() > 4 && i > 0 && (whole.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number with the unit as the person wrote it.
pub fn with_unit(value: f64, unit: Option<&str>) -> String {
    let Some(unit) = unit.map(str::trim).filter(|u| !u.is_empty()) else { return number(value) };
    match measure(unit).1 {
        Unit::Money if unit.eq_ignore_ascii_case("usd") || unit.ends_with('$') => {
            let amount = number(value.abs());
            if value < 0.0 { format!("−${amount}") } else { format!("${amount}") }
        }
        Unit::Percent => format!("{}%", rounded(value)),
        _ => format!("{} {}", number(value), name(unit)),
    }
}

/// The same with a sign.
pub fn change(value: f64, unit: Option<&str>) -> String {
    let plus = if value > 0.0 { "+" } else { "" };
    format!("{plus}{}", with_unit(value, unit))
}

/// To a tenth, or as far as it takes not to become 0.
fn rounded(value: f64) -> String {
    let digits = (1..12).find(|d| value == 0.0 || format!("{:.1$}", value.abs(), *d).contains(|c: char| ('1'..='9').contains(&c)));
    match digits.and_then(|d| format!("{value:.d$}").parse().ok()) {
        Some(short) => number(short),
        None => number(value),
    }
}

/// Dollars and cents.
pub fn dollars(dollars: f64) -> String {
    Usd::from_dollars(dollars).map_or_else(|| format!("${}", number(dollars)), |usd| usd.to_string())
}

/// `5 days 3 h`, `3 h 20 min`, `45 s`.
pub fn duration(seconds: i64) -> String {
    let (minutes, hours) = ((seconds + 30) / 60, (seconds + 1_800) / 3_600);
    let pair = |a: i64, one: &str, b: i64, two: &str| if b == 0 { format!("{a} {one}") } else { format!("{a} {one} {b} {two}") };
    match seconds {
        s if s < 60 => format!("{s} s"),
        s if s < 3_600 => pair(s / 60, "min", s % 60, "s"),
        _ if minutes < 1_440 => pair(minutes / 60, "h", minutes % 60, "min"),
        _ => pair(hours / 24, if hours / 24 == 1 { "day" } else { "days" }, hours % 24, "h"),
    }
}

/// `18 November 2026`.
pub fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), date.format("%B"), date.year())
}

/// Outside text as a quotation, on one line.
pub fn said(text: &str) -> String {
    format!("“{}”", escaped(&line(text)))
}

/// An outside name: as it is, or as a quotation if it has a numeral that could be read as a figure.
pub fn name(text: &str) -> String {
    let text = line(text);
    let figure =
        scan::scan(&text, &[]).iter().any(|n| !matches!(&n.said, Said::Name(name) if name.starts_with(|c: char| c.is_ascii_alphabetic())));
    // An escape would cut an identifier in two.
    let split = text.contains(char::is_numeric) && escaped(&text) != text;
    if figure || split || text.contains(|c: char| c.is_numeric() && !c.is_ascii_digit()) { said(&text) } else { escaped(&text) }
}

/// The first digits of a commit's sha, if they read as a name and not as a number.
pub fn sha(sha: &str) -> Option<&str> {
    let is_name =
        |short: &&str| matches!(scan::scan(short, &[]).as_slice(), [only] if matches!(&only.said, Said::Name(name) if name == short));
    (7..=12).filter_map(|n| sha.get(..n)).find(is_name)
}

/// `[text](url)`, or only the text where the address would break out of the link.
pub fn link(text: &str, url: Option<&str>) -> String {
    let safe = |u: &&str| {
        (u.starts_with("https://") || u.starts_with("http://")) && !u.contains(|c: char| c.is_whitespace() || "()<>\"|`\\[]".contains(c))
    };
    match url.filter(safe) {
        Some(url) => format!("[{text}]({url})"),
        None => text.to_owned(),
    }
}

/// Text that Markdown shows as it is, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// A sentence: capital letter in front, full stop behind.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
