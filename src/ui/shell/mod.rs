//! The frame around every page: navigation, header, notices, and what happens
//! while a page loads or after it failed.

mod account;
mod bars;
mod boundary;
mod header;
mod navigation;
pub mod theme;

use crate::ui::{
    components::ToastRegion,
    route::{Route, Section},
};
use bars::Bars;
use boundary::Boundary;
use dioxus::prelude::*;
use header::Header;
use navigation::{BottomBar, SideBar};

pub use boundary::Missing;

/// The frame, with the page of the address inside.
#[component]
pub fn Shell() -> Element {
    let section = use_route::<Route>().section();
    rsx! {
        a { class: "skip", href: "#content", "Skip to the content" }
        div { class: "shell",
            Header {}
            SideBar { section }
            main { id: "content", tabindex: "-1",
                Bars {}
                Boundary { Outlet::<Route> {} }
            }
            BottomBar { section }
        }
        ToastRegion {}
        div { id: "announce", class: "visually-hidden", "aria-live": "polite" }
        div { id: "alert", class: "visually-hidden", role: "alert" }
    }
}

/// The entries of the navigation, in their order.
const ENTRIES: [Section; 4] = [Section::Goals, Section::Inbox, Section::Portfolio, Section::Settings];
