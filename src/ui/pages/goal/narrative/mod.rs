//! The story of the goal, in four tones, with every figure checked.

mod compare;
mod editor;
mod reader;
mod state;

use super::{drafts::use_drafts, state::use_goal};
use crate::{
    domain::narrative::{NarrativeSummary, Tone},
    ui::{
        components::{Button, ButtonKind, Choice, EmptyState, Glyph, Select},
        format,
    },
};
use compare::Compare;
use dioxus::prelude::*;
use editor::Editor;
use reader::Reader;
use state::{Desk, Mode};

/// The narratives of the goal.
#[component]
pub fn Narratives() -> Element {
    let view = use_goal();
    let desk = state::provide(&view.loaded.read().detail.narratives);
    let versions = desk.versions(&view.loaded.read().detail.narratives);
    let chosen = desk.chosen(&versions);
    let fixed = view.goal().archived_at.is_some();
    rsx! {
        section { class: "card document narrative",
            Head { versions: versions.clone(), fixed }
            if let Some(text) = desk.writing() {
                div { class: "narrative-live", "aria-busy": "true", if text.is_empty() { "Reading the records…" } else { "{text}" } }
            } else if let Some((at, narrative)) = chosen {
                match desk.mode() {
                    Mode::Read => rsx! { Reader { key: "{narrative.id}", narrative, fixed, earlier: versions.get(at + 1).cloned() } },
                    Mode::Edit => rsx! { Editor { key: "{narrative.id}", narrative } },
                    Mode::Compare => rsx! { Compare { newer: narrative, earlier: versions.get(at + 1).cloned() } },
                }
            } else {
                EmptyState { title: "Tell what this goal has changed", icon: Glyph::Book,
                    p { "One click writes it from the records. Every figure is checked; what the records do not say is marked." }
                }
            }
        }
    }
}

#[component]
fn Head(versions: Vec<NarrativeSummary>, fixed: bool) -> Element {
    let view = use_goal();
    let mut desk: Desk = use_context();
    let busy = desk.writing().is_some();
    let tones = Tone::ALL.map(|tone| Choice::new(tone.as_str(), tone.label()));
    let draft = use_drafts().narrative.read().as_ref().map(|(id, _)| id.clone());
    // While it is on the desk it needs no way back to it.
    let at_hand = |id: &String| desk.mode() == Mode::Edit && desk.is_chosen(&versions, id);
    let left = draft.filter(|id| !fixed && !busy && !at_hand(id));
    let several = versions.len() > 1;
    let version = |(i, n): (usize, &NarrativeSummary)| {
        let edited = if n.edited { ", edited" } else { "" };
        Choice::new(n.id.as_str(), format!("{} · {}{edited}", versions.len() - i, format::moment(n.created_at)))
    };
    let choices: Vec<Choice> = versions.iter().enumerate().map(version).collect();
    let shown = desk.chosen(&versions).map(|(_, n)| n.id.0).unwrap_or_default();
    rsx! {
        header { class: "document-head",
            h2 { "Narrative" }
            span { class: "grow" }
            Select {
                id: "narrative-tone",
                label: "For",
                name: "tone",
                chip: true,
                choices: tones.to_vec(),
                value: desk.tone().as_str().to_owned(),
                onchange: move |word: String| desk.set_tone(Tone::parse(&word).unwrap_or_default()),
            }
            if several {
                Select { id: "narrative-version", label: "Version", name: "version", chip: true, choices, value: shown, onchange: move |id: String| desk.choose(id) }
            }
            if let Some(id) = left {
                Button { kind: ButtonKind::Quiet, icon: Glyph::Edit, onclick: move |_| desk.edit(&view.loaded.peek().detail.narratives, id.clone()), "Go on with your draft" }
            }
            if !fixed {
                Button {
                    kind: ButtonKind::Primary,
                    busy,
                    onclick: move |_| desk.write(view),
                    if versions.is_empty() { "Write it" } else { "Write again" }
                }
            }
        }
    }
}
