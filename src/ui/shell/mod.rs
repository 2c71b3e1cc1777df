//! The frame around every page: navigation, header, notices, and what happens
//! while a page loads or after it failed.

mod account;
mod bars;
mod boundary;
mod commands;
mod frame;
mod header;
mod help;
mod navigation;

use crate::ui::{
    components::ToastRegion,
    palette::Palette,
    route::{Route, Section},
    start::{StartSession, Starter},
};
use bars::Bars;
use boundary::Boundary;
use commands::{SequenceHint, use_shell_commands};
use dioxus::prelude::*;
use header::Header;
use help::Help;
use navigation::{BottomBar, SideBar};

pub use boundary::{Boundary as Region, Missing};
pub use frame::use_frame;

/// The frame, with the page of the address inside.
#[component]
pub fn Shell() -> Element {
    let section = use_route::<Route>().section();
    frame::provide()?;
    Starter::provide();
    let overlays = use_shell_commands();
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
        Palette { open: overlays.palette }
        Help { open: overlays.help }
        StartSession {}
        SequenceHint {}
        ToastRegion {}
        div { id: "announce", class: "visually-hidden", "aria-live": "polite" }
        div { id: "alert", class: "visually-hidden", role: "alert" }
    }
}

/// The entries of the navigation, in their order.
const ENTRIES: [Section; 6] = [Section::Goals, Section::Dispatch, Section::Impact, Section::Portfolio, Section::Inbox, Section::Settings];
