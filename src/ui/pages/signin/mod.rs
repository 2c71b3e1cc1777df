//! The page `signin`.

use crate::ui::{components::PageTitle, route::Query};
use dioxus::prelude::*;

/// The way in.
#[component]
pub fn SignIn(query: Query) -> Element {
    rsx! {
        PageTitle { title: "Sign in" }
    }
}
