//! What a region shows when it has nothing yet, nothing at all, or has failed.

use super::{Button, CopyButton, Glyph, Icon};
use dioxus::prelude::*;

/// Grey boxes in the place of what is coming.
#[component]
pub fn Skeleton(#[props(default = 3)] lines: u32) -> Element {
    rsx! {
        div { class: "skeleton", "aria-hidden": "true",
            for line in 0..lines {
                i { key: "{line}" }
            }
        }
    }
}

/// One sentence, and what to do next.
#[component]
pub fn EmptyState(
    title: String,
    #[props(default)] icon: Option<Glyph>,
    /// A command that fills it, to copy.
    #[props(default)]
    command: Option<String>,
    children: Element,
) -> Element {
    rsx! {
        div { class: "empty",
            if let Some(glyph) = icon {
                Icon { glyph, size: 24 }
            }
            p { class: "empty-title", "{title}" }
            {children}
            if let Some(command) = command {
                div { class: "empty-command",
                    code { "{command}" }
                    CopyButton { text: command.clone(), label: "Copy the command" }
                }
            }
        }
    }
}

/// What failed, and the way to try again. The rest of the page goes on.
#[component]
pub fn ErrorPanel(title: String, message: String, #[props(default)] onretry: Option<EventHandler<()>>) -> Element {
    rsx! {
        div { class: "error-panel", role: "alert",
            Icon { glyph: Glyph::Warning, size: 20 }
            div { class: "grow",
                p { class: "empty-title", "{title}" }
                p { "{message}" }
            }
            if let Some(onretry) = onretry {
                Button { icon: Glyph::Refresh, onclick: move |_| onretry.call(()), "Try again" }
            }
            CopyButton { text: "{title}: {message}", label: "Copy the details" }
        }
    }
}
