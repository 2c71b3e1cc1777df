use super::{
    components::Toasts,
    hooks::{Clock, Live, PageName},
    keys::Keys,
    route::Route,
    shell::Region,
    theme::ThemeChoice,
};
use dioxus::prelude::*;

/// The root of all pages.
#[component]
pub fn App() -> Element {
    Toasts::provide();
    PageName::provide();
    Live::provide();
    Keys::provide();
    ThemeChoice::provide();
    Clock::provide();
    rsx! {
        Region { Router::<Route> {} }
    }
}
