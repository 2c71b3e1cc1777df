//! Counts: a number of things, of which the text must name the thing and its state.

use super::context::Around;
use crate::domain::narrative::scan::singular;

/// What people call the things that are counted.
const NOUNS: [(&str, &str); 22] = [
    ("pull request", "pull request"),
    ("merge request", "pull request"),
    ("pr", "pull request"),
    ("mr", "pull request"),
    ("test file", "test file"),
    ("work-log entry", "update"),
    ("log entry", "update"),
    ("entry", "update"),
    ("update", "update"),
    ("report", "update"),
    ("sub-goal", "sub-goal"),
    ("subgoal", "sub-goal"),
    ("task", "task"),
    ("session", "session"),
    ("commit", "commit"),
    ("file", "file"),
    ("line", "line"),
    ("token", "token"),
    ("review", "review"),
    ("metric", "metric"),
    ("outcome", "outcome"),
    ("artifact", "artifact"),
];

const STATES: [(&str, &str); 37] = [
    ("done", "done"),
    ("finished", "done"),
    ("complete", "done"),
    ("completed", "done"),
    ("succeeded", "done"),
    ("merged", "merged"),
    ("landed", "merged"),
    ("shipped", "merged"),
    ("open", "open"),
    ("left", "open"),
    ("remaining", "open"),
    ("remain", "open"),
    ("outstanding", "open"),
    ("unfinished", "open"),
    ("failed", "failed"),
    ("failing", "failed"),
    ("failure", "failed"),
    ("running", "running"),
    ("active", "running"),
    ("cancelled", "cancelled"),
    ("canceled", "cancelled"),
    ("closed", "closed"),
    ("draft", "draft"),
    ("added", "added"),
    ("new", "added"),
    ("removed", "removed"),
    ("deleted", "removed"),
    ("changed", "changed"),
    ("touched", "changed"),
    ("modified", "changed"),
    ("input", "input"),
    ("output", "output"),
    ("cached", "cached"),
    ("cache", "cached"),
    ("unknown", "unknown"),
    ("without", "unknown"),
    ("blocked", "blocked"),
];

/// The text speaks of so many `of`, in that state.
pub(super) fn is_of(around: &Around, of: &str, state: Option<&str>, whole: bool) -> bool {
    if noun(around) != Some(of) {
        return false;
    }
    let said = states(around);
    match state {
        Some(state) => said.contains(&state) && !whole,
        None => said.is_empty() || whole,
    }
}

/// `$4.20 per task`: what each of the shares is for.
pub(super) fn is_per(around: &Around, of: &str) -> bool {
    around.after.get(1..).and_then(noun_in).is_some_and(|noun| noun == Some(of))
}

/// The thing that the number counts: named behind it, or before it as in `Tasks: 3`.
fn noun(around: &Around) -> Option<&'static str> {
    match noun_in(&around.after) {
        Some(found) => found,
        None => (0..around.before.len()).rev().find_map(|i| noun_at(&around.before, i)),
    }
}

/// The first thing that these words name; `Some(None)` where it is none of ours.
fn noun_in(words: &[String]) -> Option<Option<&'static str>> {
    for (i, word) in words.iter().enumerate() {
        if let Some(noun) = noun_at(words, i) {
            return Some(Some(noun));
        }
        // Another thing is counted, or the phrase is over.
        let other = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !matches!(word.as_str(), "was" | "this" | "does");
        if other || matches!(word.as_str(), "per" | "in" | "on" | "for" | "by" | "from" | "at" | "across" | "to" | "with") {
            return Some(None);
        }
    }
    None
}

fn noun_at(words: &[String], i: usize) -> Option<&'static str> {
    let one = singular(&words[i]);
    let two = words.get(i + 1).map(|next| format!("{one} {}", singular(next)));
    let find = |phrase: &str| NOUNS.iter().find(|(name, _)| *name == phrase).map(|(_, noun)| *noun);
    two.as_deref().and_then(find).or_else(|| find(&one))
}

fn states(around: &Around) -> Vec<&'static str> {
    let near: Vec<&str> = around.close(3, 6).collect();
    let mut found: Vec<&str> = near.iter().filter_map(|w| STATES.iter().find(|(word, _)| word == w)).map(|(_, state)| *state).collect();
    if near.windows(2).any(|w| w == ["in", "review"]) {
        found.push("in review");
    }
    found
}
