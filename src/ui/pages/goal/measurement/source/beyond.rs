use super::chart::{Pair, measured_in};
use crate::{
    domain::{assessment::Assessment, stats::number},
    rpc,
    ui::hooks::use_loaded,
};
use dioxus::prelude::*;

/// The effect at each time, drawn when it is opened. `described_by` is the id of the figures as a table.
#[component]
pub fn EffectOverTime(assessment: Assessment, described_by: String) -> Element {
    let mut open = use_signal(|| false);
    rsx! {
        details { class: "more-of effect-over-time", ontoggle: move |_| open.set(true),
            summary {
                "Effect over time "
                span { class: "muted", "observed − expected" }
            }
            if open() {
                SuspenseBoundary {
                    fallback: |_| rsx! {
                        div { class: "chart", "data-low": "true", "aria-hidden": "true" }
                    },
                    for assessment in [assessment] {
                        Drawn { key: "{assessment.id}", assessment: assessment.clone(), described_by: described_by.clone() }
                    }
                }
            }
        }
    }
}

#[component]
fn Drawn(assessment: Assessment, described_by: String) -> Element {
    let asked = assessment.id.clone();
    let pictures = match use_loaded(move || rpc::metrics::beyond(asked.clone())) {
        Ok(pictures) => pictures,
        Err(RenderError::Error(error)) => {
            return rsx! {
                p { class: "chart-missing", "The chart is missing: {error}. The table has its numbers." }
            };
        }
        Err(waiting) => return Err(waiting),
    };
    let unit = assessment.unit.as_deref().map_or(String::new(), |unit| measured_in(number::unit_of_differences(unit)));
    rsx! {
        div { class: "legend",
            span { i { class: "key-observed", "aria-hidden": "true" } "Observed − expected" }
            span { i { class: "key-band", "aria-hidden": "true" } "95 % band" }
            span { i { class: "key-zero", "aria-hidden": "true" } "No effect" }
        }
        Pair { picture: pictures.effect.clone(), described_by: described_by.clone(), low: true }
        p { class: "chart-note", "{unit}from the last merge on; times are UTC. Its numbers are columns of the table, by “Table” above." }
        if let Some(sum) = &pictures.sum {
            h4 { class: "chart-name", "Added up since the last merge" }
            Pair { picture: sum.clone(), described_by, low: true }
            p { class: "chart-note", "as a count: the rate beyond what was expected, times its time; gaps add nothing" }
        }
    }
}
