use crate::ui::components::{Glyph, Icon};
use dioxus::prelude::*;

/// A square button with a symbol; `label` is its name for those who do not see it, and its tooltip.
#[component]
pub fn IconButton(
    glyph: Glyph,
    label: String,
    #[props(default)] onclick: EventHandler<MouseEvent>,
    #[props(extends = GlobalAttributes, extends = button)] attributes: Vec<Attribute>,
) -> Element {
    rsx! {
        button {
            class: "icon-button",
            r#type: "button",
            title: "{label}",
            "aria-label": "{label}",
            onclick: move |event| onclick.call(event),
            ..attributes,
            Icon { glyph }
        }
    }
}
