use crate::{
    domain::metric_source::{MetricSource, SourceKind},
    ui::{components::Timestamp, format, pages::goal::state::use_goal},
};
use dioxus::prelude::*;

/// A metric of which nothing can be said yet, and what is missing.
#[component]
pub fn Waiting(source: MetricSource) -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    let merged = detail.artifacts.iter().any(|a| a.details.merged_at.is_some());
    rsx! {
        p { class: "sentence",
            b { "{source.name}" }
            if let Some(at) = source.latest_at {
                {format!(": {}, the latest of ", format::plural(source.samples, "value"))}
                Timestamp { at }
                "."
            } else {
                " has no values yet."
            }
        }
        p { class: "muted",
            match (source.samples > 0, merged) {
                (false, _) => rsx! { {nothing(source.kind)} },
                (true, false) => rsx! {
                    "This is the baseline. It is compared as soon as a pull request of this goal is merged: write {detail.goal.key} into its branch name, title or a commit."
                },
                (true, true) => rsx! {
                    "It is compared as soon as there are values from after the merge."
                },
            }
        }
    }
}

fn nothing(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Webhook => "It waits for the first request: the address is below.",
        SourceKind::Csv => "Paste a CSV or choose a file below: a column of times and one of values.",
        SourceKind::Manual => "Type the first value below; four before the work and one after it are the least that can be compared.",
        SourceKind::Prometheus | SourceKind::Grafana | SourceKind::Datadog | SourceKind::Eppo | SourceKind::Quicksight => {
            "It is asked for the window before at once; if nothing comes, Test says why."
        }
    }
}
