//! Which of several records a person means by some words.

use super::word;

/// What the words mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// This one; `score` is 1 for its key, or for all words of its title.
    One { key: String, score: f64 },
    /// One of these keys, the best first.
    Several(Vec<String>),
    /// None has enough of the words.
    None,
}

/// Below this share of words in common, two texts are not about the same.
const LEAST: f64 = 0.4;
/// Scores that are closer than this are about equally good.
const CLOSE: f64 = 0.1;
/// The most that a person is asked to choose among.
const CHOICES_MOST: usize = 8;
/// What a word counts that only begins like the other: `auth` and `authentication`.
const BEGINS_ALIKE: f64 = 0.75;

const STOP_WORDS: [&str; 38] = [
    "a", "about", "all", "an", "and", "at", "be", "by", "for", "from", "goal", "in", "into", "is", "it", "its", "me", "my", "of", "on",
    "one", "or", "our", "please", "session", "so", "some", "that", "the", "their", "them", "this", "to", "up", "we", "with", "work",
    "your",
];

/// The record among `titles`, pairs of key and title, that `target` means: by its key, else by words in common.
///
/// Letter case, accents and words such as "the" do not matter.
pub fn best_match<'a>(target: &str, titles: impl Iterator<Item = (&'a str, &'a str)>) -> Match {
    let spoken = word::words(target);
    let wanted = meaning(target);
    let mut scored: Vec<(&str, f64)> = Vec::new();
    for (key, title) in titles {
        if matches!(spoken.as_slice(), [word] if word.key.eq_ignore_ascii_case(key)) {
            return Match::One { key: key.to_owned(), score: 1.0 };
        }
        let score = alike(&wanted, &meaning(title));
        if score >= LEAST {
            scored.push((key, score));
        }
    }
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    let Some(&(best, most)) = scored.first() else { return Match::None };
    let close: Vec<String> =
        scored.iter().take_while(|(_, score)| most - score < CLOSE).take(CHOICES_MOST).map(|(key, _)| (*key).to_owned()).collect();
    if close.len() > 1 { Match::Several(close) } else { Match::One { key: best.to_owned(), score: most } }
}

/// How much of `wanted` is in `title`, with a little for a title that says nothing else.
fn alike(wanted: &[String], title: &[String]) -> f64 {
    let best = |word: &String| title.iter().map(|other| same(word, other)).fold(0.0, f64::max);
    let common: f64 = wanted.iter().map(best).sum();
    let share = |count: usize| if count == 0 { 0.0 } else { (common / as_f64(count)).min(1.0) };
    0.75 * share(wanted.len()) + 0.25 * share(title.len())
}

fn same(a: &str, b: &str) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short == long {
        1.0
    } else if long.strip_prefix(short).is_some_and(|rest| short.len() >= 4 || (short.len() >= 3 && rest == "s")) {
        BEGINS_ALIKE
    } else {
        0.0
    }
}

/// The words that count, folded, each once.
fn meaning(text: &str) -> Vec<String> {
    let folded: String =
        text.chars().flat_map(char::to_lowercase).flat_map(|c| plain(c).chars().chain(keep(c)).collect::<Vec<_>>()).collect();
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() && !STOP_WORDS.contains(&word) && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The letter without its accent; empty where it has none.
fn plain(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ä' => "a",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' | 'ĝ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' | 'ŕ' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => "",
    }
}

/// The letter itself where it has no accent; an accent that stands by itself is nothing.
fn keep(c: char) -> Option<char> {
    (plain(c).is_empty() && !('\u{300}'..='\u{36f}').contains(&c)).then_some(c)
}

#[expect(clippy::cast_precision_loss, reason = "a title has few words")]
fn as_f64(count: usize) -> f64 {
    count as f64
}
