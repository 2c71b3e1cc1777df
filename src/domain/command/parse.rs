//! From text to intent: politeness off, then the first reading that fits.

use super::{
    Parsed, manage, question, start,
    word::{self, Word},
};

const LEAD_INS: &[&str] = &[
    "",
    "hey maestro",
    "ok maestro",
    "okay maestro",
    "hello maestro",
    "hi maestro",
    "maestro",
    "hey",
    "hello",
    "hi",
    "ok",
    "okay",
    "so",
    "um",
    "uh",
    "now",
    "well",
    "just",
    "please",
    "kindly",
    "can we",
    "could we",
    "can you",
    "could you",
    "would you",
    "will you",
    "i want you to",
    "i want to",
    "i need you to",
    "i would like you to",
    "i would like to",
    "i'd like you to",
    "i'd like to",
    "we need to",
    "we should",
    "let's",
    "lets",
    "go ahead and",
    "then",
    "and",
];
const ENDINGS: &[&str] = &["", "please", "thanks", "thank you", "for me", "right away", "right now", "will you", "would you", "ok", "okay"];

type Reading = fn(&[Word]) -> Option<Parsed>;

/// What a sentence may be, in the order of trying.
const READINGS: [Reading; 7] = [question::read, manage::control, manage::decide, start::verb, start::delegate, start::enqueue, start::bare];

/// The most words that are read; what is longer is no command.
const WORDS_MOST: usize = 400;

/// Reads a sentence as it was typed or spoken.
///
/// A sentence that asks for nothing that Maestro can do is `Unknown`, with confidence 0.
pub fn parse(text: &str) -> Parsed {
    let all = word::words(text);
    let words = word::trim(&all, LEAD_INS, ENDINGS);
    if words.len() > WORDS_MOST {
        return Parsed::default();
    }
    READINGS.into_iter().find_map(|read| read(words)).unwrap_or_default()
}
