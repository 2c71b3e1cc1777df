//! Dates as people write them.

use super::{Numeral, Said};
use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A day, or as much of it as is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: Option<i32>,
    pub month: Option<u32>,
    pub day: Option<u32>,
}

impl Day {
    /// What is written agrees with that day.
    pub fn is(self, date: NaiveDate) -> bool {
        self.year.is_none_or(|y| y == date.year())
            && self.month.is_none_or(|m| m == date.month())
            && self.day.is_none_or(|d| d == date.day())
    }
}

/// The date that starts at `i`.
pub(super) fn at(text: &str, i: usize) -> Option<Numeral> {
    let (end, day) = iso(text, i).or_else(|| day_first(text, i)).or_else(|| month_first(text, i)).or_else(|| year(text, i))?;
    Some(Numeral { start: i, end, said: Said::Day(day) })
}

/// `2026-11-18`, with or without a time.
fn iso(text: &str, i: usize) -> Option<(usize, Day)> {
    let date = NaiveDate::parse_from_str(text.get(i..i + 10)?, "%Y-%m-%d").ok()?;
    let rest = &text[i + 10..];
    let time = if rest.starts_with('T') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '.' | '+' | '-')).unwrap_or(rest.len())
    } else {
        0
    };
    let known = time == 0 && !rest.starts_with(|c: char| c.is_alphanumeric());
    (known || time > 0).then(|| (i + 10 + time, Day { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()) }))
}

/// `18 Nov`, `18th of November 2026`.
fn day_first(text: &str, i: usize) -> Option<(usize, Day)> {
    let (after_day, day) = day_number(text, i)?;
    let at = spaces(text, after_day)?;
    let at = if text[at..].starts_with("of ") { at + 3 } else { at };
    let (end, month) = month(text, at)?;
    let (end, year) = year_after(text, end);
    Some((end, Day { year, month: Some(month), day: Some(day) }))
}

/// `Nov 18`, `November 18th, 2026`, `November 2026`.
fn month_first(text: &str, i: usize) -> Option<(usize, Day)> {
    let (after, month) = month(text, i)?;
    let at = spaces(text, after)?;
    if let Some((end, year)) = four_digits(text, at) {
        return Some((end, Day { year: Some(year), month: Some(month), day: None }));
    }
    let (end, day) = day_number(text, at)?;
    let (end, year) = year_after(text, end);
    Some((end, Day { year, month: Some(month), day: Some(day) }))
}

/// `2026` where the word before it speaks of time.
fn year(text: &str, i: usize) -> Option<(usize, Day)> {
    let (end, year) = four_digits(text, i)?;
    let before = text[..i].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next()?.to_lowercase();
    let time = matches!(before.as_str(), "in" | "since" | "during" | "until" | "year" | "q1" | "q2" | "q3" | "q4" | "h1" | "h2");
    time.then_some((end, Day { year: Some(year), month: None, day: None }))
}

fn year_after(text: &str, end: usize) -> (usize, Option<i32>) {
    let after_comma = if text[end..].starts_with(',') { end + 1 } else { end };
    let found = spaces(text, after_comma).and_then(|at| four_digits(text, at));
    found.map_or((end, None), |(end, year)| (end, Some(year)))
}

fn four_digits(text: &str, i: usize) -> Option<(usize, i32)> {
    let digits = text.get(i..i + 4).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = &text[i + 4..];
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '%');
    let decimal = rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let year = digits.parse().ok().filter(|y| (1990..=2100).contains(y))?;
    (ends && !decimal).then_some((i + 4, year))
}

fn day_number(text: &str, i: usize) -> Option<(usize, u32)> {
    let len = text[i..].bytes().take_while(u8::is_ascii_digit).count();
    let day = text[i..i + len].parse().ok().filter(|d| (1..=31).contains(d) && len <= 2)?;
    let rest = &text[i + len..];
    let suffix = ["st", "nd", "rd", "th"].iter().find(|s| rest.starts_with(**s)).map_or(0, |s| s.len());
    let end = i + len + suffix;
    let decimal = text[end..].starts_with('.') && text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    (!decimal && !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '%')).then_some((end, day))
}

fn month(text: &str, i: usize) -> Option<(usize, u32)> {
    let len = text[i..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &text[i..i + len];
    let number =
        MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(word)) || (word == "Sept" && *m == "September"))?;
    let dot = usize::from(len < 5 && text[i + len..].starts_with(". "));
    Some((i + len + dot, u32::try_from(number).ok()? + 1))
}

/// One space of any kind.
fn spaces(text: &str, i: usize) -> Option<usize> {
    let c = text[i..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'))?;
    Some(i + c.len_utf8())
}
