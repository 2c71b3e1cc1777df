//! Everything that the agent asked and that is answered.

use super::state::use_session;
use crate::ui::{
    asks::AskCard,
    components::{EmptyState, Glyph},
};
use dioxus::prelude::*;

/// The history; what still waits stands above the page.
#[component]
pub fn Approvals() -> Element {
    let page = use_session();
    let answered: Vec<_> = page.asks.read().iter().filter(|ask| !ask.is_open()).cloned().collect();
    let open = page.asks.read().len() - answered.len();
    rsx! {
        section { class: "session-approvals", "aria-label": "Approvals",
            h2 { class: "visually-hidden", "Approvals" }
            if answered.is_empty() {
                EmptyState { title: if open > 0 { "Nothing is answered yet" } else { "It has asked for nothing" }, icon: Glyph::Hand,
                    p { "What the agent may not do by itself, it asks for here." }
                }
            }
            for ask in answered {
                AskCard { key: "{ask.id}", ask, on_answered: move |ask| page.answered(ask) }
            }
        }
    }
}
