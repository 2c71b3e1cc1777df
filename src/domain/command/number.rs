//! Numbers, in digits and in words.

use super::word::{Word, skip};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// A whole number at the start of the words, and what comes after it.
pub(super) fn read(words: &[Word]) -> Option<(u32, &[Word])> {
    let (first, rest) = words.split_first()?;
    let digits = first.key.strip_prefix('#').unwrap_or(&first.key);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok().map(|number| (number, rest));
    }
    let (number, rest) = below_hundred(words)?;
    let hundreds = rest.first().is_some_and(|word| word.key == "hundred") && (1..10).contains(&number);
    if !hundreds {
        return Some((number, rest));
    }
    let rest = &rest[1..];
    let (more, after) = below_hundred(skip(rest, &["and"])).unwrap_or((0, rest));
    Some((number * 100 + more, after))
}

fn below_hundred(words: &[Word]) -> Option<(u32, &[Word])> {
    let (first, rest) = words.split_first()?;
    if let Some((tens, unit)) = first.key.split_once('-') {
        return Some((ten(tens)? + small(unit).filter(|unit| (1..10).contains(unit))?, rest));
    }
    if let Some(number) = small(&first.key) {
        return Some((number, rest));
    }
    let tens = ten(&first.key)?;
    match rest.first().and_then(|word| small(&word.key)).filter(|unit| (1..10).contains(unit)) {
        Some(unit) => Some((tens + unit, &rest[1..])),
        None => Some((tens, rest)),
    }
}

/// `first` to `fifth`, as 1 to 5.
pub(super) fn ordinal(words: &[Word]) -> Option<(u32, &[Word])> {
    let (first, rest) = words.split_first()?;
    place(&ORDINALS, &first.key).map(|number| (number + 1, skip(rest, &["one", "request", "approval"])))
}

fn small(word: &str) -> Option<u32> {
    place(&SMALL, word)
}

fn ten(word: &str) -> Option<u32> {
    place(&TENS, word).map(|number| (number + 2) * 10)
}

fn place(names: &[&str], word: &str) -> Option<u32> {
    names.iter().position(|name| *name == word).and_then(|at| u32::try_from(at).ok())
}
