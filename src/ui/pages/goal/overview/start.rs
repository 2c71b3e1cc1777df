use super::super::view::View;
use crate::ui::{
    components::{CopyButton, Glyph, Icon},
    route::Route,
};
use dioxus::prelude::*;

/// Three ways to begin, while there is nothing.
#[component]
pub fn Start(goal_key: String) -> Element {
    let report = format!("maestro report --goal {goal_key} --summary 'What was done' --pr https://…");
    rsx! {
        div { class: "starts",
            Way {
                glyph: Glyph::Book,
                title: "Write the context",
                text: "What every agent should know before it starts.",
                to: View::Context.route(&goal_key),
            }
            Way {
                glyph: Glyph::Chart,
                title: "Add a metric",
                text: "The number before the work, so that the change can be shown.",
                to: View::Measurement.route(&goal_key),
            }
            div { class: "card way",
                Icon { glyph: Glyph::Bot, size: 20 }
                h3 { "Let an agent report" }
                p { "It names {goal_key}, in one request or one command." }
                div { class: "empty-command",
                    code { "{report}" }
                    CopyButton { text: report.clone(), label: "Copy the command" }
                }
            }
        }
    }
}

#[component]
fn Way(glyph: Glyph, title: String, text: String, to: Route) -> Element {
    rsx! {
        Link { class: "card way", to: to.href(),
            Icon { glyph, size: 20 }
            h3 { "{title}" }
            p { "{text}" }
        }
    }
}
