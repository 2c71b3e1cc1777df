use super::use_desk;
use crate::{
    domain::dispatch::Ask,
    ui::{
        asks::AskCard,
        components::{Glyph, Icon},
    },
};
use dioxus::prelude::*;

/// What agents wait for, the oldest first.
#[component]
pub fn Needs(asks: Vec<Ask>) -> Element {
    let desk = use_desk();
    rsx! {
        section { class: "pane pane-needs", "aria-labelledby": "needs-title",
            h2 { id: "needs-title",
                "Needs you "
                span { class: "count", "{asks.len()}" }
            }
            if asks.is_empty() {
                p { class: "pane-empty",
                    Icon { glyph: Glyph::Check }
                    "No agent waits for an answer."
                }
            }
            for ask in asks {
                AskCard { key: "{ask.id}", ask, on_answered: move |_| desk.refresh() }
            }
        }
    }
}
