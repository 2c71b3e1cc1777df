use super::answering::Answering;
use crate::{
    domain::dispatch::{Ask, Decision, Reply},
    ui::{
        components::{Button, ButtonKind, Glyph, TextArea},
        hooks::use_first_focus,
    },
};
use dioxus::prelude::*;

/// No, and for the agent to read: why not, or what instead.
#[component]
pub fn Refusal(ask: Ask, answering: Answering, onback: EventHandler<()>) -> Element {
    let field = format!("ask-{}-message", ask.id);
    let mut text = use_signal(String::new);
    use_first_focus(Some(field.clone()));
    let refused = ask.clone();
    rsx! {
        form {
            class: "ask-step",
            onsubmit: move |event| {
                event.prevent_default();
                let message = Some(text.read().trim().to_owned()).filter(|message| !message.is_empty());
                answering.give(&refused, Reply { decision: Some(Decision::Deny), message, ..Reply::default() });
            },
            TextArea {
                id: field,
                label: "What should it do instead? (optional)",
                name: "message",
                rows: 2,
                value: text(),
                hint: "The agent reads this.",
                oninput: move |value| text.set(value),
            }
            div { class: "ask-actions",
                Button { onclick: move |_| onback.call(()), "Back" }
                Button { kind: ButtonKind::Danger, icon: Glyph::Cross, r#type: "submit", busy: answering.is_busy(), "Deny" }
            }
        }
    }
}
