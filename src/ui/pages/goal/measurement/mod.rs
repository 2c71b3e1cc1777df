//! What the work did: metrics that are read from where they live, before/after pairs, and the outcomes that no number shows.

mod config;
mod manual;
mod outcomes;
mod sending;
mod source;

use super::state::use_goal;
use crate::ui::components::{Button, ButtonKind, Glyph};
use config::AddSource;
use dioxus::prelude::*;
use manual::{MetricCard, MetricForm};
use outcomes::Outcomes;
use source::SourceCard;

pub use config::Draft as SourceDraft;
pub use manual::{Bars, Sentence, headline};
pub use source::{Glance, question, so_far};

/// The measurements of the goal.
#[component]
pub fn Measurement() -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    let measuring = view.measuring();
    let fixed = detail.goal.archived_at.is_some();
    rsx! {
        section { class: "measurement",
            h2 { class: "visually-hidden", "Measurement" }
            for source in measuring.sources.iter().cloned() {
                SourceCard { key: "{source.id}", source, fixed }
            }
            if !fixed {
                AddSource { first: measuring.sources.is_empty() }
            }
            for metric in detail.metrics.iter().rev().cloned() {
                MetricCard { key: "{metric.id}", metric, fixed }
            }
            if !fixed {
                Record { first: detail.metrics.is_empty() && measuring.sources.is_empty() }
            }
            Outcomes { outcomes: detail.outcomes, notes: detail.outcome_notes.unwrap_or_default(), fixed }
        }
    }
}

/// The way to write down two numbers; open where there is nothing else yet.
#[component]
fn Record(first: bool) -> Element {
    let mut adding = use_signal(|| false);
    if adding() || first {
        return rsx! {
            MetricForm { onclose: (!first).then(|| EventHandler::new(move |()| adding.set(false))) }
        };
    }
    rsx! {
        Button {
            id: "record-measurement",
            kind: ButtonKind::Secondary,
            icon: Glyph::Plus,
            keys: "R",
            onclick: move |_| adding.set(true),
            "Record a measurement"
        }
    }
}
