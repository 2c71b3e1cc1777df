//! The page `inbox`.

use crate::ui::components::PageTitle;
use dioxus::prelude::*;

/// The page `inbox`.
#[component]
pub fn Inbox() -> Element {
    rsx! {
        PageTitle { title: "Inbox" }
    }
}
