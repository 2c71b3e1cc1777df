//! What the work did: before/after pairs, and the outcomes that no number shows.

mod bars;
mod card;
mod form;
mod outcomes;
mod words;

use super::state::use_goal;
use crate::{
    domain::metric::Metric,
    ui::components::{Button, ButtonKind, Glyph},
};
use card::MetricCard;
use dioxus::prelude::*;
use form::MetricForm;
use outcomes::Outcomes;

pub use bars::Bars;
pub use words::Sentence;

/// The pair that stands for the goal: the latest one that has both values, else the latest.
pub fn headline(metrics: &[Metric]) -> Option<&Metric> {
    metrics.iter().rev().find(|m| m.after.is_some()).or(metrics.last())
}

/// The measurements of the goal.
#[component]
pub fn Measurement() -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    let mut adding = use_signal(|| false);
    let fixed = detail.goal.archived_at.is_some();
    rsx! {
        section { class: "measurement",
            h2 { class: "visually-hidden", "Measurement" }
            for metric in detail.metrics.iter().rev().cloned() {
                MetricCard { key: "{metric.id}", metric, fixed }
            }
            if !fixed {
                if adding() || detail.metrics.is_empty() {
                    MetricForm { onclose: (!detail.metrics.is_empty()).then(|| EventHandler::new(move |()| adding.set(false))) }
                } else {
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
            Outcomes { outcomes: detail.outcomes, notes: detail.outcome_notes.unwrap_or_default(), fixed }
        }
    }
}
