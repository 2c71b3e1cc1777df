//! Searching the transcript: how often, and from one to the next.

use super::pane::Pane;
use crate::{
    domain::reading::{Reading, find},
    ui::components::{Field, Glyph, IconButton},
};
use dioxus::prelude::*;

/// What is searched for, and where it stands.
#[derive(Clone, Copy, PartialEq)]
pub struct Search {
    words: Signal<String>,
    /// The rows in which it is found.
    found: Memo<Vec<usize>>,
    /// Which of them is shown; none before somebody goes to one.
    at: Signal<Option<usize>>,
    pane: Pane,
}

/// The search in this transcript.
pub fn use_search(reading: Signal<Reading>, pane: Pane) -> Search {
    let words = use_signal(String::new);
    let found = use_memo(move || find(reading.read().rows(), &words.read()));
    Search { words, found, at: use_signal(|| None), pane }
}

impl Search {
    /// What is searched for.
    pub fn words(self) -> String {
        self.words.read().clone()
    }

    /// The row that is shown.
    pub fn current(self) -> Option<usize> {
        self.found.read().get((*self.at.read())?).copied()
    }

    fn look_for(mut self, words: String) {
        self.words.set(words);
        self.at.set(None);
    }

    /// To the next one, or with `back` to the one before; after the last comes the first.
    fn go(mut self, back: bool) {
        let found = self.found.peek().clone();
        if found.is_empty() {
            return;
        }
        let last = found.len() - 1;
        let next = match (*self.at.peek(), back) {
            (None, false) => 0,
            (None, true) => last,
            (Some(at), false) => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), true) => at.checked_sub(1).unwrap_or(last),
        };
        self.at.set(Some(next));
        self.pane.show(found[next]);
    }

    fn count(self) -> String {
        let found = self.found.read().len();
        match (self.words.read().trim().is_empty(), *self.at.read()) {
            (true, _) => String::new(),
            (false, _) if found == 0 => "none".into(),
            (false, None) => format!("{found}"),
            (false, Some(at)) => format!("{} of {found}", at.min(found.saturating_sub(1)) + 1),
        }
    }
}

/// The field with its count and its ways.
#[component]
pub fn SearchField(search: Search) -> Element {
    rsx! {
        form {
            class: "log-search",
            role: "search",
            "aria-label": "Search the transcript",
            onsubmit: move |event| {
                event.prevent_default();
                search.go(false);
            },
            onkeydown: move |event: KeyboardEvent| {
                if event.key() == Key::Enter && event.modifiers().shift() {
                    event.prevent_default();
                    search.go(true);
                }
            },
            Field {
                id: "transcript-search",
                label: "Search the transcript",
                name: "q",
                kind: "search",
                value: search.words(),
                quiet: true,
                placeholder: "Search",
                oninput: move |words| search.look_for(words),
            }
            output { class: "log-count", "for": "transcript-search", {search.count()} }
            IconButton { glyph: Glyph::ArrowUp, label: "Previous", onclick: move |_| search.go(true) }
            IconButton { glyph: Glyph::ArrowDown, label: "Next", onclick: move |_| search.go(false) }
        }
    }
}
