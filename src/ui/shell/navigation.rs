use super::{ENTRIES, use_frame};
use crate::{
    domain::frame::Frame,
    ui::{
        components::{Glyph, Icon},
        route::{Route, Section},
    },
};
use dioxus::prelude::*;

/// The navigation at the left; a rail of symbols on a tablet.
#[component]
pub fn SideBar(section: Section) -> Element {
    let frame = use_frame();
    rsx! {
        nav { class: "side", "aria-label": "Main",
            for entry in ENTRIES {
                Entry { key: "{label(entry)}", entry, current: entry == section, count: waiting(entry, &frame.read()) }
            }
        }
    }
}

/// The navigation at the bottom of a phone.
#[component]
pub fn BottomBar(section: Section) -> Element {
    let frame = use_frame();
    rsx! {
        nav { class: "bottom", "aria-label": "Main, on a small screen",
            for entry in ENTRIES {
                Entry { key: "{label(entry)}", entry, current: entry == section, count: waiting(entry, &frame.read()) }
            }
        }
    }
}

/// What waits for the person there.
fn waiting(entry: Section, frame: &Frame) -> u64 {
    match entry {
        Section::Dispatch => frame.asks.into(),
        Section::Inbox => frame.waiting,
        _ => 0,
    }
}

#[component]
fn Entry(entry: Section, current: bool, count: u64) -> Element {
    let (glyph, to) = target(entry);
    let name = label(entry);
    rsx! {
        Link { to: to.href(), title: name, "data-current": current, "aria-current": if current { "page" },
            Icon { glyph }
            span { "{name}" }
            if count > 0 {
                em { "{count}" }
            }
        }
    }
}

fn target(entry: Section) -> (Glyph, Route) {
    match entry {
        Section::Goals | Section::None => (Glyph::Board, Route::board()),
        Section::Dispatch => (Glyph::Bot, Route::Dispatch {}),
        Section::Impact => (Glyph::Chart, Route::impact()),
        Section::Inbox => (Glyph::Inbox, Route::Inbox {}),
        Section::Portfolio => (Glyph::Briefcase, Route::portfolio()),
        Section::Settings => (Glyph::Settings, Route::Settings {}),
    }
}

fn label(entry: Section) -> &'static str {
    match entry {
        Section::Goals | Section::None => "Goals",
        Section::Dispatch => "Dispatch",
        Section::Impact => "Impact",
        Section::Inbox => "Inbox",
        Section::Portfolio => "Portfolio",
        Section::Settings => "Settings",
    }
}
