//! The page of one session: what its agent does, what it asks, what it changed and what it cost.

mod actions;
mod approvals;
mod changes;
mod composer;
mod cost;
mod details;
mod feedback;
mod fill;
mod header;
mod log;
mod look;
mod state;
mod view;

use crate::ui::{asks::AskCard, hooks::use_loaded, route::Query};
use approvals::Approvals;
use changes::Changes;
use details::Details;
use dioxus::prelude::*;
use header::Header;
use log::Log;
use state::{load, use_session};
use view::{Panels, View, Views};

pub use fill::ContextFill;
pub use look::look;

/// A session by its key or id.
#[component]
pub fn Session(id: String, query: Query) -> Element {
    rsx! {
        // Another session is another page: nothing of the last one is kept.
        for id in [id] {
            SessionPage { key: "{id}", id: id.clone(), view: View::of(&query) }
        }
    }
}

#[component]
fn SessionPage(id: String, view: View) -> Element {
    let first = use_loaded(move || load(id.clone()))?;
    state::provide(|| (*first).clone());
    rsx! {
        article { class: "session", "data-view": view.as_str(),
            Header {}
            Views { selected: view }
            div { class: "session-columns",
                Log {}
                div { class: "session-right",
                    Needed {}
                    div { class: "session-side",
                        Panels { selected: view }
                        Panel { view }
                    }
                }
            }
        }
    }
}

/// What the agent waits for: above everything else beside the transcript, and above the transcript on a phone.
#[component]
fn Needed() -> Element {
    let page = use_session();
    let open: Vec<_> = page.asks.read().iter().filter(|ask| ask.is_open()).cloned().collect();
    if open.is_empty() {
        return VNode::empty();
    }
    rsx! {
        section { class: "session-needed", "aria-label": "Waits for you",
            h2 { class: "visually-hidden", "Waits for you" }
            for ask in open.into_iter().rev() {
                AskCard { key: "{ask.id}", ask, on_answered: move |ask| page.answered(ask) }
            }
        }
    }
}

#[component]
fn Panel(view: View) -> Element {
    match view {
        View::Log | View::Changes => rsx! {
            Changes {}
        },
        View::Approvals => rsx! {
            Approvals {}
        },
        View::Details => rsx! {
            Details {}
        },
    }
}
