use dioxus::prelude::*;

/// One entry of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    /// An entry whose value and words differ.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }

    /// An entry whose value is what is read.
    pub fn plain(value: impl Into<String>) -> Self {
        let value = value.into();
        Self { label: value.clone(), value }
    }
}

/// The browser's own list of choices. As a `chip` the label stands inside the frame.
#[component]
pub fn Select(
    id: String,
    label: String,
    name: String,
    choices: Vec<Choice>,
    value: String,
    #[props(default)] chip: bool,
    #[props(default)] onchange: EventHandler<String>,
) -> Element {
    rsx! {
        div { class: if chip { "chip" } else { "field" },
            label { r#for: "{id}", "{label}" }
            select { class: "input", id: "{id}", name, onchange: move |event| onchange.call(event.value()),
                for choice in choices {
                    option { key: "{choice.value}", value: "{choice.value}", selected: choice.value == value, "{choice.label}" }
                }
            }
        }
    }
}
