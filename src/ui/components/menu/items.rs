use crate::ui::{
    browser,
    components::{Glyph, Icon, Kbd},
    route::Route,
};
use dioxus::prelude::*;

/// An entry that does something. `of` is the id of its menu, which it closes.
#[component]
pub fn MenuItem(
    of: String,
    #[props(default)] icon: Option<Glyph>,
    #[props(default)] keys: Option<String>,
    /// It is what holds now.
    #[props(default)]
    current: bool,
    onselect: EventHandler<()>,
    children: Element,
) -> Element {
    rsx! {
        button {
            class: "menu-item",
            r#type: "button",
            role: "menuitem",
            "aria-current": current.then_some("true"),
            onclick: move |_| {
                browser::close_popover(&of);
                onselect.call(());
            },
            if let Some(glyph) = icon {
                Icon { glyph }
            }
            span { class: "grow", {children} }
            if current {
                Icon { glyph: Glyph::Check }
            }
            if let Some(keys) = keys {
                Kbd { keys }
            }
        }
    }
}

/// An entry that goes somewhere.
#[component]
pub fn MenuLink(of: String, to: Route, #[props(default)] icon: Option<Glyph>, children: Element) -> Element {
    rsx! {
        Link { class: "menu-item", role: "menuitem", to: to.href(), onclick: move |_| browser::close_popover(&of),
            if let Some(glyph) = icon {
                Icon { glyph }
            }
            span { class: "grow", {children} }
        }
    }
}

/// Entries that belong together, under a name.
#[component]
pub fn MenuSection(label: String, children: Element) -> Element {
    rsx! {
        div { class: "menu-section", role: "group", "aria-label": "{label}",
            div { class: "menu-label", "aria-hidden": "true", "{label}" }
            {children}
        }
    }
}
