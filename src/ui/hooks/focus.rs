//! Where a person who opened a form goes on.

use crate::ui::browser;
use dioxus::prelude::*;

/// Gives the focus to the element with this id once it is on the page; for forms that a press opened.
pub fn use_first_focus(id: Option<String>) {
    use_effect(move || {
        if let Some(id) = &id {
            browser::focus(id);
        }
    });
}
