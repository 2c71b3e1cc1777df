use super::answering::Answering;
use crate::{
    domain::dispatch::Ask,
    ui::{
        components::{Button, ButtonKind, Field, Glyph},
        hooks::use_first_focus,
    },
};
use dioxus::prelude::*;

/// What cannot be undone is allowed by a second act: typing its word, or a second press.
#[component]
pub fn SecondStep(ask: Ask, answering: Answering, typed: bool, onback: EventHandler<()>) -> Element {
    let (field, word) = (format!("ask-{}-word", ask.id), ask.word().to_owned());
    let mut text = use_signal(String::new);
    use_first_focus(Some(if typed { field.clone() } else { format!("ask-{}-back", ask.id) }));
    let ready = !typed || text.read().trim() == word;
    let allowed = ask.clone();
    rsx! {
        form {
            class: "ask-step",
            onsubmit: move |event| {
                event.prevent_default();
                if ready {
                    answering.allow(&allowed);
                }
            },
            p { class: "ask-sure", "This cannot be undone." }
            if typed {
                Field {
                    id: field,
                    label: "Type “{word}” to allow it once",
                    name: "word",
                    value: text(),
                    "spellcheck": "false",
                    "autocapitalize": "off",
                    oninput: move |value| text.set(value),
                }
            }
            div { class: "ask-actions",
                Button { id: "ask-{ask.id}-back", onclick: move |_| onback.call(()), "Back" }
                Button {
                    kind: ButtonKind::Danger,
                    icon: Glyph::Check,
                    r#type: "submit",
                    busy: answering.is_busy(),
                    "aria-disabled": (!ready).then_some("true"),
                    "Allow {word} once"
                }
            }
        }
    }
}
