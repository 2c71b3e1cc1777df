//! The command palette: everything that can be done and every goal, by a few letters.

mod entries;
mod places;
mod search;

use crate::ui::browser;
use dioxus::prelude::*;
use search::Search;

const DIALOG: &str = "palette";

/// The palette, over the page while `open`.
#[component]
pub fn Palette(open: Signal<bool>) -> Element {
    use_effect(move || if open() { browser::show_dialog(DIALOG) } else { browser::close_dialog(DIALOG) });
    rsx! {
        dialog {
            id: DIALOG,
            class: "palette",
            "aria-label": "Search or run a command",
            "closedby": "any",
            oncancel: move |event| {
                event.prevent_default();
                open.set(false);
            },
            if open() {
                Search { onclose: move |()| open.set(false) }
            }
        }
    }
}
