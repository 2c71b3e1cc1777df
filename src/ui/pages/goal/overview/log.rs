use super::super::state::use_goal;
use crate::{
    domain::update::NewUpdate,
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Field, TextArea},
    },
};
use dioxus::prelude::*;

const FIELD: &str = "log-summary";

/// An entry of the work log by hand: one line and Enter.
#[component]
pub fn QuickLog() -> Element {
    let view = use_goal();
    let mut summary = use_signal(String::new);
    let mut details = use_signal(|| None::<String>);
    let mut error = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    // What was written before the page was live must not be lost.
    use_effect(move || summary.set(browser::field_value(FIELD)));
    let key = view.goal().key;
    let add = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy() || summary.peek().trim().is_empty() {
                return;
            }
            busy.set(true);
            let new = NewUpdate { summary: summary(), details: details(), agent_name: None };
            match rpc::evidence::add_update(view.goal().id.0, new).await {
                Ok(_) => {
                    summary.set(String::new());
                    details.set(None);
                    error.set(None);
                    browser::announce("Added to the work log");
                    view.refresh();
                }
                Err(failed) => error.set(Some(failed.field("/summary").map_or_else(|| format!("Not added: {failed}"), str::to_owned))),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "card quick-log", method: "post", action: "/goals/{key}/updates", onsubmit: add,
            div { class: "row-form",
                Field {
                    id: FIELD,
                    required: true,
                    label: "Work log",
                    name: "summary",
                    quiet: true,
                    value: summary(),
                    placeholder: "What happened? One line for the work log",
                    error: error(),
                    oninput: move |text| summary.set(text),
                }
                Button { r#type: "submit", busy: busy(), "Add" }
            }
            if let Some(text) = details() {
                TextArea {
                    id: "log-details",
                    label: "Details, in Markdown",
                    name: "details",
                    value: text,
                    oninput: move |text| details.set(Some(text)),
                }
            } else if !summary.read().is_empty() {
                Button { kind: ButtonKind::Quiet, onclick: move |_| details.set(Some(String::new())), "Add details" }
            }
        }
    }
}
