//! The words of a sentence, and ways to walk along them.

use super::{super::id::Keyed, number};

/// One word: as it was written, and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// In small letters, without the marks around it.
    pub key: String,
}

impl Word {
    fn new(text: &str) -> Self {
        // A point before digits belongs to the number.
        let key = text.trim_start_matches(|c| is_mark(c) && c != '.').trim_end_matches(is_mark);
        Self { text: text.to_owned(), key: key.replace('’', "'").to_lowercase() }
    }

    /// The key of a goal, task or session, where this is one.
    pub fn record(&self) -> Option<(Keyed, u32)> {
        let kinds = [Keyed::Goal, Keyed::Task, Keyed::Session];
        let found = kinds.into_iter().find_map(|kind| kind.number(&self.key).map(|number| (kind, number)));
        found.and_then(|(kind, number)| u32::try_from(number).ok().map(|number| (kind, number)))
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '"' | '\'' | '“' | '”' | '‘' | '’' | '(' | ')' | '…' | '*' | '`' | '-' | '–' | '—')
}

/// The words of `text`; `goal 27`, `G 27` and `goal twenty-seven` become the one word `G27`.
pub(super) fn words(text: &str) -> Vec<Word> {
    let plain: Vec<Word> = text.split_whitespace().map(Word::new).collect();
    let mut merged = Vec::with_capacity(plain.len());
    let mut rest = plain.as_slice();
    while let [first, tail @ ..] = rest {
        let (word, next) = spoken_key(rest).unwrap_or_else(|| (first.clone(), tail));
        merged.push(word);
        rest = next;
    }
    merged
}

fn spoken_key(words: &[Word]) -> Option<(Word, &[Word])> {
    let (first, tail) = words.split_first()?;
    let kind = match first.key.as_str() {
        "goal" | "g" | "gee" => Keyed::Goal,
        "task" | "t" => Keyed::Task,
        "session" | "s" => Keyed::Session,
        _ => return None,
    };
    let tail = skip(tail, &["number", "no", "nr", "key"]);
    if let Some((next, after)) = tail.split_first().filter(|(next, _)| next.record().is_some_and(|(found, _)| found == kind)) {
        return Some((next.clone(), after));
    }
    let (number, after) = number::read(tail)?;
    // What follows "5 dollars" or "2 minutes" counts something else.
    let counts = after.first().is_some_and(|next| COUNTED.contains(&next.key.as_str()));
    (!counts).then(|| (Word::new(&kind.key(i64::from(number))), after))
}

const COUNTED: [&str; 11] = ["dollar", "dollars", "bucks", "cents", "minutes", "hours", "days", "times", "percent", "seconds", "tokens"];

/// What comes after one of these phrases, if the words begin with one; the longer ones stand first.
pub(super) fn strip<'w>(words: &'w [Word], phrases: &[&str]) -> Option<&'w [Word]> {
    phrases.iter().find_map(|phrase| {
        let count = phrase.split(' ').count();
        let begins = words.len() >= count && phrase.split(' ').zip(words).all(|(part, word)| part == word.key);
        begins.then(|| &words[count..])
    })
}

/// The same, and all words where none of the phrases begins them.
pub(super) fn skip<'w>(words: &'w [Word], phrases: &[&str]) -> &'w [Word] {
    strip(words, phrases).unwrap_or(words)
}

/// What comes before one of these phrases, if the words end with one.
pub(super) fn strip_end<'w>(words: &'w [Word], phrases: &[&str]) -> Option<&'w [Word]> {
    phrases.iter().find_map(|phrase| {
        let at = words.len().checked_sub(phrase.split(' ').count())?;
        strip(&words[at..], &[*phrase]).is_some().then(|| &words[..at])
    })
}

/// The words without these phrases at either end, as often as they stand there.
pub(super) fn trim<'w>(mut words: &'w [Word], front: &[&str], back: &[&str]) -> &'w [Word] {
    while let Some(next) = strip(words, front) {
        words = next;
    }
    while let Some(next) = strip_end(words, back) {
        words = next;
    }
    words
}

/// The words as they were written, without an article before and marks around; a key alone as `G27`, none if nothing is left.
pub(super) fn written(words: &[Word]) -> Option<String> {
    let words = trim(words, &["", "and", "the", "a", "an", "our", "my"], &["", "and", "then", "also"]);
    if let [word] = words
        && let Some((kind, number)) = word.record()
    {
        return Some(kind.key(i64::from(number)));
    }
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches([',', '.', ';', ':', '!', '?', '…', '–', '—', ' ']).trim_start_matches([',', ';', ':', ' ']);
    let text = text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(text);
    (!text.is_empty()).then(|| text.to_owned())
}
