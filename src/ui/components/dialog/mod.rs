//! Dialogs: the browser's own, which keeps the focus inside and makes the rest inert.

use crate::ui::{
    browser,
    components::{Glyph, IconButton},
};
use dioxus::prelude::*;

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogShape {
    /// In the middle; a sheet from below on a phone.
    #[default]
    Box,
    /// At the right edge; a sheet from below on a phone.
    Drawer,
}

/// A dialog that is shown while `open`. Esc, the cross and a click outside ask to close it by `onclose`.
#[component]
pub fn Dialog(
    id: String,
    open: ReadSignal<bool>,
    title: String,
    #[props(default)] shape: DialogShape,
    onclose: EventHandler<()>,
    /// Buttons at the bottom; the safe one first.
    #[props(default = VNode::empty())]
    actions: Element,
    children: Element,
) -> Element {
    let dialog = id.clone();
    use_effect(move || if open() { browser::show_dialog(&dialog) } else { browser::close_dialog(&dialog) });
    rsx! {
        dialog {
            id: "{id}",
            class: "dialog",
            "data-shape": if shape == DialogShape::Drawer { "drawer" } else { "box" },
            "aria-labelledby": "{id}-title",
            "closedby": "any",
            oncancel: move |event| {
                event.prevent_default();
                onclose.call(());
            },
            header {
                h2 { id: "{id}-title", "{title}" }
                IconButton { glyph: Glyph::Cross, label: "Close", onclick: move |_| onclose.call(()) }
            }
            // Closed dialogs keep nothing: what was typed and not sent is gone, as the person asked.
            if open() {
                div { class: "dialog-body", {children} }
                footer { {actions} }
            }
        }
    }
}
