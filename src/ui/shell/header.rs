use super::{account::Account, commands::Overlays, use_frame};
use crate::ui::{
    components::{Glyph, Icon, Kbd, Mark},
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

/// What the agents cost: no bar, because no limit is set.
#[component]
fn Spent() -> Element {
    let frame = use_frame();
    let day = frame.read().day;
    let sessions = format::plural(day.sessions, "session");
    let unknown = match day.unknown_cost_sessions {
        0 => String::new(),
        count => format!("; the cost of {} is not known", format::plural(count, "session")),
    };
    rsx! {
        span { class: "spent", title: "Cost that became known within the last 24 hours{unknown}",
            b { "{day.cost_usd}" }
            span { class: "spent-words", "in 24 h · {sessions}" }
            span { class: "visually-hidden", "spent by agents within the last 24 hours{unknown}" }
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
