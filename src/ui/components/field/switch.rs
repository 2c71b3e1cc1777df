use dioxus::prelude::*;

/// On or off, at once.
#[component]
pub fn Switch(
    id: String,
    label: String,
    checked: bool,
    #[props(default)] hint: Option<String>,
    #[props(default)] onchange: EventHandler<bool>,
) -> Element {
    rsx! {
        label { class: "switch", r#for: "{id}",
            span { class: "switch-words",
                span { "{label}" }
                if let Some(hint) = hint {
                    span { class: "field-hint", "{hint}" }
                }
            }
            input {
                id: "{id}",
                r#type: "checkbox",
                role: "switch",
                checked,
                onchange: move |event| onchange.call(event.checked()),
            }
        }
    }
}
