//! One version to read: its figures marked, its writer and cost named, ways to take it along.

use super::state::{Desk, Mode};
use crate::{
    domain::narrative::{Narrative, NarrativeSummary, slack, written_by},
    rpc,
    ui::{
        components::{Button, CopyButton, ErrorPanel, Glyph, Pill, Skeleton, Timestamp, Tone},
        hooks::use_loaded,
    },
};
use dioxus::prelude::*;

/// A version of the narrative.
#[component]
pub fn Reader(narrative: NarrativeSummary, fixed: bool, #[props(default)] earlier: Option<NarrativeSummary>) -> Element {
    let mut desk: Desk = use_context();
    let text = narrative.markdown.clone();
    rsx! {
        ErrorBoundary {
            handle_error: |context: ErrorContext| rsx! {
                ErrorPanel {
                    title: "The narrative could not be shown",
                    message: context.error().map(|e| e.to_string()).unwrap_or_default(),
                    onretry: move |()| context.clear_errors(),
                }
            },
            SuspenseBoundary {
                fallback: |_| rsx! {
                    Skeleton { lines: 8 }
                },
                Text { id: narrative.id.0.clone() }
            }
        }
        div { class: "form-actions",
            if earlier.is_some() {
                Button { icon: Glyph::Eye, onclick: move |_| desk.set_mode(Mode::Compare), "Compare with the last version" }
            }
            CopyButton { words: true, text: slack::mrkdwn(&text), label: "Copy for Slack" }
            CopyButton { words: true, text, label: "Copy Markdown" }
            if !fixed {
                Button { icon: Glyph::Edit, onclick: move |_| desk.set_mode(Mode::Edit), "Edit" }
            }
        }
    }
}

#[component]
fn Text(id: String) -> Element {
    let desk: Desk = use_context();
    let edits = use_memo(move || desk.edits());
    let shown = use_loaded(move || {
        let _again = edits();
        rpc::narratives::shown(id.clone())
    })?;
    let (narrative, html) = (*shown).clone();
    rsx! {
        About { narrative }
        div { class: "prose narrative-text", dangerous_inner_html: "{html}" }
    }
}

#[component]
fn About(narrative: Narrative) -> Element {
    let figures = narrative.claims.len();
    let cost = match narrative.cost_usd {
        Some(cost) if cost.micros() == 0 => String::new(),
        Some(cost) => format!(" · {cost}"),
        None => " · cost not known".into(),
    };
    rsx! {
        p { class: "narrative-about",
            match (narrative.unverified, figures) {
                (0, 0) => rsx! { Pill { "No figures" } },
                (0, 1) => rsx! { Pill { tone: Tone::Proven, icon: Glyph::Check, "The one figure is in the records" } },
                (0, n) => rsx! { Pill { tone: Tone::Proven, icon: Glyph::Check, "All {n} figures are in the records" } },
                (n, all) => rsx! { Pill { tone: Tone::Attention, icon: Glyph::Warning, "{n} of {all} figures not in the records" } },
            }
            span { class: "muted",
                "{written_by(&narrative.engine)}"
                if narrative.edited { ", edited by a person" }
                "{cost} · "
                Timestamp { at: narrative.updated_at }
            }
        }
        if let Some(notice) = narrative.notice {
            p { class: "narrative-notice", role: "status", "{notice}." }
        }
    }
}
