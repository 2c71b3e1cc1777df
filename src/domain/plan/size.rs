//! How hard a task looks, and how long it may take.

use super::super::task::Complexity;

/// A text of more characters than this describes something hard.
const LONG: usize = 800;
/// A text of more characters than this describes nothing simple.
const SHORT: usize = 200;

/// What these begin is hard, as `architect` does `architecture`.
const HARD: [&str; 15] = [
    "algorithm",
    "architect",
    "concurren",
    "deadlock",
    "distribut",
    "encrypt",
    "migrat",
    "multi-tenan",
    "protocol",
    "race",
    "redesign",
    "replicat",
    "rewrit",
    "scal",
    "secur",
];
const EASY: [&str; 20] = [
    "bump",
    "changelog",
    "colour",
    "color",
    "comment",
    "comments",
    "copy",
    "delete",
    "docs",
    "format",
    "icon",
    "label",
    "link",
    "lint",
    "readme",
    "remove",
    "rename",
    "screenshot",
    "typo",
    "typos",
];

/// How hard a task looks by its words and its length.
pub(super) fn complexity(title: &str, details: &str) -> Complexity {
    let text = format!("{title} {details}").to_lowercase();
    let words: Vec<&str> = title_words(&text).collect();
    let length = text.chars().count();
    let hard = words.iter().any(|word| HARD.iter().any(|stem| is_form(word, stem)));
    if hard || length > LONG {
        Complexity::Complex
    } else if length <= SHORT && words.iter().any(|word| EASY.contains(word)) {
        Complexity::Simple
    } else {
        Complexity::Medium
    }
}

/// Minutes for a task that looks like this.
pub(super) fn minutes(complexity: Complexity) -> i32 {
    match complexity {
        Complexity::Simple => 30,
        Complexity::Medium => 90,
        Complexity::Complex => 240,
    }
}

fn title_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty())
}

/// Short stems stand for themselves and their plural only: `race` is not `racetrack`.
fn is_form(word: &str, stem: &str) -> bool {
    word.strip_prefix(stem).is_some_and(|rest| stem.len() > 4 || matches!(rest, "" | "s" | "e" | "ing" | "able" | "ability"))
}
