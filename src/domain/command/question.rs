//! Questions: what was spent, how something goes, what happened.

use super::{
    super::id::Keyed,
    Intent, LIKELY, PARTLY, Parsed, Parts, SURE, start,
    word::{Word, strip, strip_end, trim, written},
};

const ASKED: [&str; 14] = ["what", "what's", "whats", "how", "how's", "hows", "show", "tell", "give", "where", "which", "do", "did", "is"];
/// Words that a short question may have around what it asks for.
const AROUND: [&str; 42] = [
    "", "a", "an", "the", "me", "us", "my", "our", "we", "i", "is", "are", "for", "of", "on", "in", "so", "far", "today", "today's", "now",
    "this", "morning", "week", "month", "day", "daily", "new", "show", "give", "tell", "read", "write", "make", "do", "start", "run",
    "generate", "create", "what's", "report", "let's",
];
const TIME: &[&str] = &["today", "so far", "this morning", "this week", "this month", "yesterday", "right now", "now", "in total"];

const WHERE: &[&str] = &[
    "where are we with",
    "where are we on",
    "where are we at with",
    "how are we doing on",
    "how are we doing with",
    "where do we stand with",
    "where do we stand on",
    "how far are we with",
    "how far along is",
    "how far is",
];

/// The sentence as a question, if it is one.
pub(super) fn read(words: &[Word]) -> Option<Parsed> {
    standup(words).or_else(|| status(words)).or_else(|| spend(words))
}

fn standup(words: &[Word]) -> Option<Parsed> {
    const HAPPENED: &[&str] =
        &["what happened yesterday", "what did we do yesterday", "what did i do yesterday", "what was done yesterday"];
    let yes = || Some(Parsed::new(Intent::Standup, Parts::default(), SURE));
    if strip(words, HAPPENED).is_some_and(<[Word]>::is_empty) {
        return yes();
    }
    let at = (0..words.len()).find(|&at| strip(&words[at..], &["standup", "stand-up", "stand up"]).is_some())?;
    let rest = strip(&words[at..], &["standup", "stand-up", "stand up"])?;
    if is_around(&words[..at]) && is_around(rest) { yes() } else { None }
}

fn spend(words: &[Word]) -> Option<Parsed> {
    const MONEY: [&str; 12] =
        ["spent", "spend", "spending", "cost", "costs", "budget", "money", "burn", "burned", "burnt", "spendings", "expenses"];
    let asked = words.first().is_some_and(|word| ASKED.contains(&word.key.as_str()));
    let is_money = |word: &Word| MONEY.contains(&word.key.as_str());
    let left = asked && words.iter().any(|word| matches!(word.key.as_str(), "left" | "remaining" | "remains")) && words.len() <= 6;
    let at = words.iter().position(is_money);
    if at.is_none() && !(left && strip(words, &["how much", "what's", "whats", "what is"]).is_some()) {
        return None;
    }
    let words = trim(words, &[], TIME);
    let on = (at.unwrap_or_default()..words.len()).find_map(|i| strip(&words[i..], &["on", "for", "of"]));
    // "show the costs by model on the page" is a task.
    let asked = asked && !words.first().is_some_and(|word| matches!(word.key.as_str(), "show" | "give" | "do" | "is"));
    let before = &words[..words.len() - on.map_or(0, <[Word]>::len)];
    if !asked && !before.iter().all(|word| is_money(word) || is_around(std::slice::from_ref(word)) || word.key == "left") {
        return None;
    }
    let (goal, session) = on.map_or((None, None), about);
    Some(Parsed::new(Intent::Spend, Parts { goal, session, ..Parts::default() }, SURE))
}

/// `status of <goal>`, `how is <goal> going`, `where are we with <goal>`
fn status(words: &[Word]) -> Option<Parsed> {
    let plain = trim(words, &["what is", "what's", "whats", "show me", "show", "give me", "tell me", "the", "current"], TIME);
    let asked = strip(plain, &["status", "progress", "state"]);
    if asked.is_some_and(<[Word]>::is_empty) {
        return Some(Parsed::new(Intent::Status, Parts::default(), LIKELY));
    }
    if let Some(rest) = asked.and_then(|rest| strip(rest, &["of", "on", "for", "with"])) {
        return Some(answer(rest));
    }
    if let Some(rest) = strip(words, WHERE) {
        return Some(answer(rest));
    }
    if let Some(rest) = strip_end(plain, &["status"]).filter(|rest| rest.len() <= 4 && !rest.first().is_some_and(start::is_task_verb)) {
        return Some(Parsed { confidence: PARTLY, ..answer(rest) });
    }
    let rest = strip(trim(words, &[], TIME), &["how is", "how's", "hows", "how are things with", "how are", "how does"])?;
    let rest =
        strip_end(rest, &["going on", "going", "doing", "coming along", "coming on", "progressing", "getting on", "getting along", "go"])?;
    Some(answer(rest))
}

fn answer(about_words: &[Word]) -> Parsed {
    let (goal, session) = about(trim(about_words, &[], TIME));
    let target = goal.clone().filter(|_| matches!(about_words, [word] if matches!(word.record(), Some((Keyed::Task, _)))));
    let goal = if target.is_some() { None } else { goal };
    let sure = if goal.is_some() || session.is_some() || target.is_some() { SURE } else { PARTLY };
    Parsed::new(Intent::Status, Parts { goal, session, target, ..Parts::default() }, sure)
}

/// The goal, or the session, that is asked about; neither for `it`.
fn about(words: &[Word]) -> (Option<String>, Option<String>) {
    let words = trim(words, &["the", "our", "my", "goal"], &["goal"]);
    match words {
        [word] if matches!(word.record(), Some((Keyed::Session, _))) => (None, written(words)),
        [word] if matches!(word.key.as_str(), "it" | "that" | "this" | "everything" | "things" | "we") => (None, None),
        _ => (written(trim(words, &[], TIME)), None),
    }
}

fn is_around(words: &[Word]) -> bool {
    words.iter().all(|word| AROUND.contains(&word.key.as_str()))
}
