use super::{described_by, input::Notes};
use crate::ui::hooks::use_hydrated;
use dioxus::prelude::*;

/// Several lines of text.
///
/// The text comes after hydration: a `textarea` takes its first text from its
/// children, which hydration cannot carry, and its `value` is no attribute.
#[component]
pub fn TextArea(
    id: String,
    label: String,
    name: String,
    value: String,
    #[props(default = 4)] rows: i64,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    #[props(default)] quiet: bool,
    #[props(default)] oninput: EventHandler<String>,
    #[props(default)] onchange: EventHandler<String>,
    #[props(extends = GlobalAttributes, extends = textarea)] attributes: Vec<Attribute>,
) -> Element {
    let hydrated = use_hydrated();
    let described = described_by(&id, hint.as_ref(), error.as_ref());
    rsx! {
        div { class: "field",
            label { r#for: "{id}", class: if quiet { "visually-hidden" }, "{label}" }
            textarea {
                class: "input",
                id: "{id}",
                name,
                rows,
                value: if hydrated() { value },
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
