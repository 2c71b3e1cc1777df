//! Markdown that people and agents wrote.

use crate::{
    rpc,
    ui::{
        components::{ErrorPanel, Skeleton},
        hooks::use_loaded,
    },
};
use dioxus::prelude::*;

/// A text as its writer meant it. The server makes safe HTML of it.
#[component]
pub fn Prose(text: ReadSignal<String>) -> Element {
    rsx! {
        ErrorBoundary {
            handle_error: |context: ErrorContext| rsx! {
                ErrorPanel {
                    title: "This text could not be shown",
                    message: context.error().map(|e| e.to_string()).unwrap_or_default(),
                    onretry: move |()| context.clear_errors(),
                }
            },
            SuspenseBoundary {
                fallback: |_| rsx! {
                    Skeleton {}
                },
                Rendered { text }
            }
        }
    }
}

#[component]
fn Rendered(text: ReadSignal<String>) -> Element {
    let html = use_loaded(move || rpc::markdown::html(text()))?;
    rsx! {
        div { class: "prose", dangerous_inner_html: "{*html}" }
    }
}
