//! The goals by status.

use crate::ui::{components::PageTitle, route::Query};
use dioxus::prelude::*;

/// The goals of everybody, by status.
#[component]
pub fn Board(query: Query) -> Element {
    rsx! {
        PageTitle { title: "Goals" }
    }
}
