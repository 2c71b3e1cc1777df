//! The page `portfolio`.

use crate::ui::{components::PageTitle, route::Query};
use dioxus::prelude::*;

/// The page `portfolio`.
#[component]
pub fn Portfolio(query: Query) -> Element {
    rsx! {
        PageTitle { title: "Portfolio" }
    }
}
