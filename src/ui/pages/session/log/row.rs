use super::{
    body::{Code, Words},
    marked::Marked,
    words,
};
use crate::{
    domain::{
        hunk,
        reading::{Ended, Row, What},
    },
    ui::{
        components::{Glyph, Icon},
        patch::PatchLines,
    },
};
use dioxus::prelude::*;
use std::rc::Rc;

/// Characters in a line on a phone.
const PHONE_COLUMNS: usize = 42;
/// So many lines of what the agent was told are shown there; `row.css` cuts by the same number.
const TOLD_LINES: usize = 6;

/// One row. `place` is its number among all, `find` what is searched for.
#[component]
pub fn LogRow(row: Rc<Row>, place: usize, open: bool, find: String, current: bool, ontoggle: EventHandler<()>) -> Element {
    let what = row.what.clone();
    let (at, kind, glyph, speaker) = (row.at, words::kind(&what), words::glyph(&what), words::speaker(&what));
    rsx! {
        div {
            class: "log-row",
            "data-row": "{place}",
            "data-kind": kind,
            "data-nested": row.nested,
            "data-current": current,
            span { class: "log-glyph", Icon { glyph } }
            div { class: "log-body",
                span { class: "visually-hidden", "{speaker}" }
                Body { what, open, find, ontoggle }
            }
            time { datetime: at.to_rfc3339(), title: at.format("%-d %b %Y, %H:%M:%S UTC").to_string(), {at.format("%H:%M:%S").to_string()} }
        }
    }
}

/// A row that folds shows its first line only, or its first lines.
pub fn folds(what: &What) -> bool {
    if let What::Said { text } = what {
        return is_long(text);
    }
    let (_, hidden) = what.texts();
    hidden.iter().any(|text| !text.trim().is_empty())
}

/// More than what is left of it on a phone.
fn is_long(text: &str) -> bool {
    text.lines().map(|line| line.chars().count() / PHONE_COLUMNS + 1).sum::<usize>() > TOLD_LINES + 2
}

/// Open before anybody touches it: what failed.
pub fn begins_open(what: &What) -> bool {
    matches!(what, What::Tool { ended: Some(Ended { ok: false, .. }), .. })
}

#[component]
fn Body(what: What, open: bool, find: String, ontoggle: EventHandler<()>) -> Element {
    let (folds, line) = (folds(&what), words::line(&what));
    match what {
        What::Said { text } => rsx! {
            Said { text, open, find, ontoggle }
        },
        What::Text { text, .. } => rsx! {
            Words { text, find }
        },
        What::Tool { name, title, input, output, ended, .. } => rsx! {
            Fold { folds, open, ontoggle,
                b { "{name} " }
                code { Marked { text: title, find: find.clone() } }
                ToolState { ended }
            }
            if open {
                Code { label: "What it was given", text: input, find: find.clone() }
                Code { label: "What it gave", text: output.clone(), find }
                Rest { shown: output.len(), ended }
            } else {
                Preview { text: output, find }
            }
        },
        What::Edit { patch, .. } => rsx! {
            Fold { folds, open, ontoggle, code { Marked { text: line, find } } }
            if let Some(patch) = patch.filter(|_| open) {
                PatchLines { label: "What changed", lines: hunk::lines(&patch) }
            }
        },
        What::Thinking { text } | What::Unknown { line: text } => rsx! {
            Fold { folds, open, ontoggle, "{line}" }
            if open {
                Words { text, find }
            } else {
                Preview { text, find }
            }
        },
        What::Asked { title, command, .. } => rsx! {
            span { "{line}: " }
            code { Marked { text: command.unwrap_or(title), find } }
        },
        What::Allowed { title, .. } => rsx! {
            span { "{line}: " }
            code { Marked { text: title, find } }
        },
        _ => rsx! {
            Marked { text: line, find }
        },
    }
}

/// What the agent was told. A long text is cut short on a phone, where nothing else would be seen, until somebody wants all of it.
#[component]
fn Said(text: String, open: bool, find: String, ontoggle: EventHandler<()>) -> Element {
    if !is_long(&text) {
        return rsx! {
            Words { text, find }
        };
    }
    rsx! {
        div { class: "log-told", "data-open": open, Words { text, find } }
        button { class: "log-all", r#type: "button", "aria-expanded": open.to_string(), onclick: move |_| ontoggle.call(()),
            if open { "Show less" } else { "Show all" }
        }
    }
}

/// The line that stays; a button where there is more.
#[component]
fn Fold(folds: bool, open: bool, ontoggle: EventHandler<()>, children: Element) -> Element {
    if !folds {
        return rsx! {
            div { class: "log-line", {children} }
        };
    }
    rsx! {
        button { class: "log-line", r#type: "button", "aria-expanded": open.to_string(), onclick: move |_| ontoggle.call(()),
            span { {children} }
            Icon { glyph: Glyph::ChevronDown, size: 14 }
        }
    }
}

#[component]
fn ToolState(#[props(!optional)] ended: Option<Ended>) -> Element {
    let (state, word) = match ended {
        None => ("running", "running"),
        Some(Ended { ok: true, .. }) => return VNode::empty(),
        Some(Ended { ok: false, .. }) => ("failed", "failed"),
    };
    rsx! {
        small { class: "log-state", "data-state": state, " {word}" }
    }
}

/// The first line of what is folded.
#[component]
fn Preview(text: String, find: String) -> Element {
    let Some(first) = text.lines().find(|line| !line.trim().is_empty()).map(str::to_owned) else { return VNode::empty() };
    rsx! {
        div { class: "log-preview", Marked { text: first, find } }
    }
}

/// Says that there is more than what is shown.
#[component]
fn Rest(shown: usize, #[props(!optional)] ended: Option<Ended>) -> Element {
    let shown = u64::try_from(shown).unwrap_or(u64::MAX);
    let rest = ended.map_or(0, |ended| ended.bytes.saturating_sub(shown));
    if rest < 64 {
        return VNode::empty();
    }
    rsx! {
        p { class: "log-rest", "{crate::ui::format::whole(rest)} more bytes are in the raw log." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_prompt_folds_and_a_short_one_does_not() {
        let said = |text: String| folds(&What::Said { text });
        assert!(!said("Do this.\n".repeat(8)));
        assert!(said("Do this.\n".repeat(9)));
        assert!(said("word ".repeat(80)), "one line of 400 characters is ten on a phone");
        assert!(!said("word ".repeat(60)));
    }
}
