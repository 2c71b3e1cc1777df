//! The page `goal`.

use crate::ui::{components::PageTitle, route::Query};
use dioxus::prelude::*;

/// The page `goal`.
#[component]
pub fn Goal(id: String, query: Query) -> Element {
    rsx! {
        PageTitle { title: "{id}" }
    }
}
