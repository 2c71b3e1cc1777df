use super::ButtonKind;
use crate::ui::components::{Glyph, Icon, Kbd};
use dioxus::prelude::*;

/// A button with words. While `busy` it keeps its words, turns a wheel, and takes no second press.
#[component]
pub fn Button(
    #[props(default)] kind: ButtonKind,
    #[props(default)] icon: Option<Glyph>,
    #[props(default)] busy: bool,
    /// The key that does the same, as `C` or `Ctrl K`.
    #[props(default)]
    keys: Option<String>,
    #[props(default = "button".to_owned())] r#type: String,
    #[props(default)] onclick: EventHandler<MouseEvent>,
    #[props(extends = GlobalAttributes, extends = button)] attributes: Vec<Attribute>,
    children: Element,
) -> Element {
    rsx! {
        button {
            class: "button",
            "data-kind": kind.as_str(),
            r#type,
            "aria-busy": busy.then_some("true"),
            onclick: move |event| {
                if !busy {
                    onclick.call(event);
                }
            },
            ..attributes,
            if busy {
                span { class: "spin", Icon { glyph: Glyph::Spinner } }
            } else if let Some(glyph) = icon {
                Icon { glyph }
            }
            {children}
            if let Some(keys) = keys {
                Kbd { keys }
            }
        }
    }
}
