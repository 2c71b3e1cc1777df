use super::{
    components::Toasts,
    hooks::{Clock, Live, PageName},
    route::Route,
};
use dioxus::prelude::*;

/// The root of all pages.
#[component]
pub fn App() -> Element {
    Toasts::provide();
    PageName::provide();
    Live::provide();
    Clock::provide();
    rsx! {
        Router::<Route> {}
    }
}
