use super::{
    beyond::EffectOverTime,
    chart::Chart,
    numbers::{Bins, Summary},
    told::Sentence,
};
use crate::{domain::assessment::Assessment, ui::format};
use dioxus::prelude::*;

/// The legend in words, the picture, and the same numbers as a table.
#[component]
pub fn Figure(assessment: Assessment) -> Element {
    let mut table = use_signal(|| false);
    let at = format!("numbers-{}", assessment.id);
    if assessment.observed.is_empty() {
        return rsx! {
            Summary { id: at, assessment, shown: true }
        };
    }
    rsx! {
        div { class: "legend",
            span { i { class: "key-observed", "aria-hidden": "true" } "Observed" }
            if !assessment.counterfactual.is_empty() {
                span { i { class: "key-expected", "aria-hidden": "true" } "Expected without the change" }
                span { i { class: "key-band", "aria-hidden": "true" } "95 % band" }
            }
            span { i { class: "key-mean", "aria-hidden": "true" } "Mean" }
            span { class: "key-event", "{marks(assessment.explained_by.len())}" }
            span { class: "grow" }
            span { class: "legend-tools",
                button {
                    class: "text-button",
                    r#type: "button",
                    "aria-pressed": table().to_string(),
                    "aria-controls": "{at}",
                    onclick: move |_| table.toggle(),
                    "Table"
                }
                a { class: "text-button", href: "/api/assessments/{assessment.id}/chart.svg", download: "{assessment.metric}.svg", "Picture" }
                a { class: "text-button", href: "/api/assessments/{assessment.id}/case", title: "The samples that this stands on, to compute it again by `maestro assess`", "Samples" }
            }
        }
        Chart { assessment: assessment.clone(), described_by: at.clone() }
        Summary { id: at.clone(), assessment: assessment.clone(), shown: table() }
        if table() {
            Bins { assessment: assessment.clone() }
        }
        if !assessment.counterfactual.is_empty() {
            EffectOverTime { assessment: assessment.clone(), described_by: at.clone() }
        }
    }
}

/// The sentence and the picture, for a page that shows more elsewhere.
#[component]
pub fn Glance(assessment: Assessment) -> Element {
    let at = format!("glance-{}", assessment.id);
    rsx! {
        Sentence { assessment: assessment.clone() }
        if !assessment.observed.is_empty() {
            Chart { assessment: assessment.clone(), described_by: at.clone() }
            Summary { id: at, assessment, shown: false }
        }
    }
}

/// The marks that the picture and the timeline share.
fn marks(merges: usize) -> String {
    match merges {
        0 => "The change".into(),
        1 => format!("{} merged", format::circled(0)),
        many => format!("{}–{} merged", format::circled(0), format::circled(many - 1)),
    }
}
