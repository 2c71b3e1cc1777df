use super::{ENTRIES, use_frame};
use crate::ui::{
    components::{Glyph, Icon},
    route::{Route, Section},
};
use dioxus::prelude::*;

/// The navigation at the left; a rail of symbols on a tablet.
#[component]
pub fn SideBar(section: Section) -> Element {
    let inbox = use_frame().read().waiting;
    rsx! {
        nav { class: "side", "aria-label": "Main",
            for entry in ENTRIES {
                Entry { key: "{label(entry)}", entry, current: entry == section, count: if entry == Section::Inbox { inbox } else { 0 } }
            }
        }
    }
}

/// The navigation at the bottom of a phone.
#[component]
pub fn BottomBar(section: Section) -> Element {
    let inbox = use_frame().read().waiting;
    rsx! {
        nav { class: "bottom", "aria-label": "Main, on a small screen",
            for entry in ENTRIES {
                Entry { key: "{label(entry)}", entry, current: entry == section, count: if entry == Section::Inbox { inbox } else { 0 } }
            }
        }
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
        Section::Inbox => (Glyph::Inbox, Route::Inbox {}),
        Section::Portfolio => (Glyph::Briefcase, Route::portfolio()),
        Section::Settings => (Glyph::Settings, Route::Settings {}),
    }
}

fn label(entry: Section) -> &'static str {
    match entry {
        Section::Goals | Section::None => "Goals",
        Section::Inbox => "Inbox",
        Section::Portfolio => "Portfolio",
        Section::Settings => "Settings",
    }
}
