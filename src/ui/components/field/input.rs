use super::described_by;
use crate::ui::components::{Glyph, Icon};
use dioxus::prelude::*;

/// One line of text with its label, a hint, and what is wrong with it.
#[component]
pub fn Field(
    id: String,
    label: String,
    name: String,
    value: String,
    /// The type of the input: `text`, `search`, `url`, `number`, `date`, `password`.
    #[props(default = "text".to_owned())]
    kind: String,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    /// The label is read aloud only; the placeholder shows what it is.
    #[props(default)]
    quiet: bool,
    #[props(default)] oninput: EventHandler<String>,
    #[props(default)] onchange: EventHandler<String>,
    #[props(extends = GlobalAttributes, extends = input)] attributes: Vec<Attribute>,
) -> Element {
    let described = described_by(&id, hint.as_ref(), error.as_ref());
    rsx! {
        div { class: "field",
            label { r#for: "{id}", class: if quiet { "visually-hidden" }, "{label}" }
            input {
                class: "input",
                id: "{id}",
                name,
                r#type: kind,
                value: "{value}",
                autocomplete: "off",
                "aria-describedby": described,
                "aria-invalid": error.is_some().then_some("true"),
                oninput: move |event| oninput.call(event.value()),
                onchange: move |event| onchange.call(event.value()),
                ..attributes,
            }
            Notes { id: id.clone(), hint: hint.clone(), error: error.clone() }
        }
    }
}

/// The hint and the error below a field.
#[component]
pub(super) fn Notes(id: String, hint: Option<String>, error: Option<String>) -> Element {
    rsx! {
        if let Some(hint) = hint {
            div { class: "field-hint", id: "{id}-hint", "{hint}" }
        }
        if let Some(error) = error {
            div { class: "field-error", id: "{id}-error", role: "alert",
                Icon { glyph: Glyph::Warning, size: 14 }
                "{error}"
            }
        }
    }
}
