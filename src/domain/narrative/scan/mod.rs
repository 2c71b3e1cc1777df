//! Finds every numeral of a text: digits, words, dates, identifiers, addresses.
//!
//! It errs on the side of finding: what it does not understand is still reported, so that
//! no figure passes unseen.

use std::ops::Range;

mod date;
mod join;
mod name;
mod number;
mod unit;
mod word;

pub use date::Day;
pub use unit::{Unit, measure, singular};

/// A numeral and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Numeral {
    pub start: usize,
    pub end: usize,
    pub said: Said,
}

/// What a numeral says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Quantity(Quantity),
    Day(Day),
    /// `G12`, `#1801`, `v2.3.1`, a sha.
    Name(String),
    Url(String),
    /// `dozens`, `hundreds`: a quantity that no record can confirm.
    Vague,
}

/// A value with its unit, as precise as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// In base units: seconds, bytes, dollars, percent.
    pub value: f64,
    /// The weight of the last digit shown.
    pub step: f64,
    /// What one of the written units is in base units.
    pub scale: f64,
    pub unit: Unit,
    /// A plus or minus sign is written.
    pub signed: bool,
    pub ordinal: bool,
    /// `about`, `~` or the like stands before it.
    pub approximate: bool,
    /// The `3` of `3 of 5`; what it counts is named from that byte on.
    pub part: Option<usize>,
    /// The `5` of `3 of 5`.
    pub whole: bool,
}

impl Quantity {
    fn new(value: f64, step: f64) -> Self {
        let unit = Unit::Bare;
        Self { value, step, scale: 1.0, unit, signed: false, ordinal: false, approximate: false, part: None, whole: false }
    }

    fn in_unit(mut self, scale: f64, unit: Unit) -> Self {
        self.value *= scale;
        self.step *= scale;
        self.scale *= scale;
        self.unit = unit;
        self
    }
}

/// All numerals of `text` outside of the ranges `skip`, in order.
pub fn scan(text: &str, skip: &[Range<usize>]) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(c) = text[i..].chars().next() {
        if let Some(range) = skip.iter().find(|r| r.contains(&i)) {
            i = range.end;
        } else if let Some(numeral) = at(text, i) {
            i = numeral.end;
            found.push(numeral);
        } else if let Some(end) = name::link_target(text, i) {
            i = end;
        } else {
            i += if c.is_alphabetic() { name::letters(&text[i..]).max(c.len_utf8()) } else { c.len_utf8() };
        }
    }
    join::join(text, &mut found);
    found
}

fn at(text: &str, i: usize) -> Option<Numeral> {
    if let Some((end, url)) = name::url(text, i) {
        return Some(Numeral { start: i, end, said: Said::Url(url) });
    }
    let inside = text[..i].ends_with(char::is_alphanumeric) && !follows_unit(text, i);
    if inside {
        // Only letters may go on unseen: a digit in here is part of no number that was read.
        return text[i..].starts_with(char::is_numeric).then(|| name::odd(text, i));
    }
    date::at(text, i).or_else(|| number::at(text, i)).or_else(|| word::at(text, i)).or_else(|| name::at(text, i))
}

/// The `30m` of `2h30m` starts inside a word.
fn follows_unit(text: &str, i: usize) -> bool {
    let word = &text[..i];
    let start = word.rfind(|c: char| !c.is_alphabetic()).map_or(0, |p| p + word[p..].chars().next().map_or(1, char::len_utf8));
    text[..start].ends_with(|c: char| c.is_ascii_digit()) && matches!(&word[start..], "h" | "m" | "d" | "min" | "s")
}

/// A digit of another script, a fraction, a circled number.
fn is_odd_digit(c: char) -> bool {
    c.is_numeric() && !c.is_ascii_digit()
}

#[cfg(test)]
mod tests;
