use super::{account::Account, commands::Overlays, use_frame};
use crate::ui::{
    components::{Glyph, Icon, Kbd, Mark, Meter, MeterTone},
    format,
    keys::Keys,
    route::Route,
};
use dioxus::prelude::*;

/// The bar at the top of every page.
#[component]
pub fn Header() -> Element {
    let keys: Keys = use_context();
    let Overlays { mut palette, .. } = use_context();
    rsx! {
        header { class: "top",
            Link { class: "brand", to: Route::board().href(), aria_label: "Maestro, to the goals",
                Mark {}
                span { "Maestro" }
            }
            button {
                class: "palette-button",
                r#type: "button",
                "aria-haspopup": "dialog",
                "aria-keyshortcuts": "Control+K Meta+K",
                onclick: move |_| palette.set(true),
                Icon { glyph: Glyph::Search }
                span { "Search or run a command" }
                Kbd { keys: keys.shown("Ctrl K") }
            }
            span { class: "grow" }
            Spent {}
            Waiting {}
            Account {}
        }
    }
}

/// What the agents cost today, and how much of the day's budget that is.
#[component]
fn Spent() -> Element {
    let frame = use_frame();
    let day = frame.read().day.clone();
    let room = day.room;
    rsx! {
        Link { class: "spent", to: Route::Dispatch {}.href(), title: "{day.sentence()}",
            b { "{room.spent_usd}" }
            span { class: "spent-words",
                match room.cap_usd {
                    Some(cap) => format!("of {cap} today"),
                    None => format!("today · {}", format::plural(day.sessions, "session")),
                }
            }
            if let Some(share) = room.share_spent() {
                Meter { share, label: format!("{:.0} % of today’s budget", share * 100.0), tone: MeterTone::of_spent(share) }
            }
            span { class: "visually-hidden", "{day.sentence()}" }
        }
    }
}

/// Reports that wait for their goal.
#[component]
fn Waiting() -> Element {
    let waiting = use_frame().read().waiting;
    let label =
        if waiting == 0 { "Inbox: nothing waits".to_owned() } else { format!("Inbox: {} waiting", format::plural(waiting, "report")) };
    rsx! {
        Link { class: "icon-button", to: Route::Inbox {}.href(), title: "{label}", "aria-label": "{label}",
            Icon { glyph: Glyph::Bell }
            if waiting > 0 {
                span { class: "count-badge", "aria-hidden": "true", "{waiting}" }
            }
        }
    }
}
