//! Two versions side by side, line by line.

use super::state::{Desk, Mode};
use crate::{
    domain::narrative::{
        NarrativeSummary,
        diff::{Line, lines},
    },
    ui::components::{Button, Timestamp},
};
use dioxus::prelude::*;

/// What the newer version has and the earlier one had not, and the other way round.
#[component]
pub fn Compare(newer: NarrativeSummary, #[props(default)] earlier: Option<NarrativeSummary>) -> Element {
    let mut desk: Desk = use_context();
    let Some(earlier) = earlier else {
        return rsx! {
            p { class: "muted", "There is no earlier version in this tone." }
        };
    };
    let changed = lines(&earlier.markdown, &newer.markdown);
    let row = |line: &Line| match line {
        Line::Same(text) => ("same", " ", "", text.clone()),
        Line::Added(text) => ("added", "+", "added: ", text.clone()),
        Line::Removed(text) => ("removed", "−", "removed: ", text.clone()),
    };
    rsx! {
        p { class: "muted",
            "Compared with the version of "
            Timestamp { at: earlier.created_at }
        }
        ol { class: "narrative-diff", "aria-label": "Changes line by line",
            for (i , (change , sign , spoken , text)) in changed.iter().map(row).enumerate() {
                li { key: "{i}", "data-change": change,
                    span { "aria-hidden": "true", "{sign} " }
                    span { class: "visually-hidden", "{spoken}" }
                    "{text}"
                }
            }
        }
        div { class: "form-actions",
            Button { onclick: move |_| desk.set_mode(Mode::Read), "Back to the text" }
        }
    }
}
