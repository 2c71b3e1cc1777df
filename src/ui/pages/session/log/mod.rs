//! The transcript, as it grows: only what can be seen of it is in the page.

mod body;
mod heights;
mod marked;
mod pane;
mod row;
mod search;
mod words;

use super::{composer::Composer, state::use_session};
use crate::ui::{
    components::{Button, ButtonKind, EmptyState, Glyph, Icon},
    format,
};
use dioxus::prelude::*;
use pane::{PANE, Pane, use_pane};
use row::{LogRow, begins_open, folds};
use search::{Search, SearchField, use_search};
use std::collections::HashSet;

pub use body::Words;
pub use words::sentence;

/// The transcript with its tools above and the box for messages below.
#[component]
pub fn Log() -> Element {
    let page = use_session();
    let live = page.view.peek().session.status.is_live();
    let pane = use_pane(page.reading, live);
    let search = use_search(page.reading, pane);
    // Whoever goes on with a session wants to see what it does.
    let goes_on = use_memo(move || page.view.read().session.status.is_live());
    let mut before = use_hook(|| CopyValue::new(live));
    use_effect(move || {
        if goes_on() && !before.replace(goes_on()) {
            pane.follow();
        }
        before.set(goes_on());
    });
    rsx! {
        section { class: "session-log", "aria-label": "Transcript",
            div { class: "log-bar",
                h2 { "Transcript" }
                Connection {}
                SearchField { search }
            }
            div {
                id: PANE,
                class: "log",
                role: "log",
                "aria-live": "off",
                "aria-label": "What happened in this session",
                tabindex: "0",
                onscroll: move |event: ScrollEvent| pane.scrolled(&event.data()),
                Rows { pane, search }
            }
            Follow { pane }
            Composer {}
        }
    }
}

#[component]
fn Rows(pane: Pane, search: Search) -> Element {
    let page = use_session();
    // Rows leave the page when they leave the view: what was unfolded is noted here.
    let mut touched: Signal<HashSet<u64>> = use_signal(HashSet::new);
    let window = pane.window();
    let reading = page.reading.read();
    let current = search.current();
    let find = search.words();
    let finding = !find.trim().is_empty();
    if reading.rows().is_empty() {
        let live = page.view.read().session.status.is_live();
        return rsx! {
            EmptyState { title: if live { "Nothing has happened yet" } else { "There is no transcript" }, icon: Glyph::Terminal,
                p { if live { "What the agent does shows here as it happens." } else { "It only reported, or it was stopped before it began." } }
            }
        };
    }
    let shown: Vec<_> = window.rows.clone().zip(reading.rows()[window.rows.clone()].iter().cloned()).collect();
    rsx! {
        div { class: "log-room", style: "height: {window.before}px", "aria-hidden": "true" }
        for (place , row) in shown {
            LogRow {
                key: "{row.n}",
                place,
                open: folds(&row.what) && ((touched.read().contains(&row.n) != begins_open(&row.what)) || (finding && current == Some(place))),
                find: find.clone(),
                current: current == Some(place),
                ontoggle: {
                    let n = row.n;
                    move |()| {
                        let mut touched = touched.write();
                        if !touched.remove(&n) {
                            touched.insert(n);
                        }
                        pane.touched();
                    }
                },
                row,
            }
        }
        div { class: "log-room", style: "height: {window.after}px", "aria-hidden": "true" }
    }
}

/// Back to the end, where something was missed.
#[component]
fn Follow(pane: Pane) -> Element {
    if pane.follows() {
        return VNode::empty();
    }
    let unseen = u64::try_from(pane.unseen()).unwrap_or(u64::MAX);
    let live = use_session().view.read().session.status.is_live();
    rsx! {
        div { class: "log-follow",
            Button { kind: ButtonKind::Primary, icon: Glyph::ArrowDown, onclick: move |_| pane.follow(),
                if !live {
                    "To the end"
                } else if unseen > 0 {
                    {format!("Follow: {}", format::plural(unseen, "new row"))}
                } else {
                    "Follow"
                }
            }
        }
    }
}

/// Whether the transcript grows by itself.
#[component]
fn Connection() -> Element {
    let page = use_session();
    let live = page.view.read().session.status.is_live();
    let words = match (live, *page.connected.read()) {
        (true, Some(true)) => "live",
        (true, Some(false)) => "reconnecting…",
        _ => return VNode::empty(),
    };
    rsx! {
        span { class: "log-live", "data-live": *page.connected.read() == Some(true),
            Icon { glyph: if words == "live" { Glyph::Play } else { Glyph::Offline }, size: 14 }
            "{words}"
        }
    }
}
