use super::ButtonKind;
use crate::ui::{
    components::{Glyph, Icon},
    route::Route,
};
use dioxus::prelude::*;

/// A link that looks like a button: it goes somewhere, it does nothing.
#[component]
pub fn ButtonLink(to: Route, #[props(default)] kind: ButtonKind, #[props(default)] icon: Option<Glyph>, children: Element) -> Element {
    rsx! {
        Link { class: "button", "data-kind": kind.as_str(), to: to.href(),
            if let Some(glyph) = icon {
                Icon { glyph }
            }
            {children}
        }
    }
}
