//! The rules of the house that a program can check.
//!
//! `ARCHITECTURE.md` says why they are; here `src/` is read as text and each
//! broken rule is listed with its place. A rule without a test is a wish.

mod graph;
mod layers;
mod source;
mod style;

use source::{Line, Source};

/// Fails with every finding and with what to do about them.
#[track_caller]
fn none(findings: Vec<String>, advice: &str) {
    assert!(findings.is_empty(), "{advice}:\n  {}", findings.join("\n  "));
}

/// The production lines of `sources` on which `bad` says yes.
fn lines<'a>(sources: impl IntoIterator<Item = &'a Source>, bad: impl Fn(&Source, &Line<'_>) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        found.extend(source.production().filter(|line| bad(source, line)).map(|line| source.at(&line)));
    }
    found
}
