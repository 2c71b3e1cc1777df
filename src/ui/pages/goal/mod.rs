//! The page of one goal: where it stands, what is done about it, and what that has changed.

mod context;
mod drafts;
mod header;
mod keys;
mod measurement;
mod narrative;
mod outcome;
mod overview;
mod patch;
mod prose;
mod rail;
mod sessions;
mod state;
mod tasks;
mod timeline;
mod view;

use crate::{
    domain::event::Event,
    ui::{
        hooks::{use_live, use_loaded},
        route::Query,
    },
};
use context::ContextDocument;
use dioxus::prelude::*;
use header::GoalHeader;
use measurement::Measurement;
use narrative::Narratives;
use outcome::OutcomeStrip;
use overview::Overview;
use rail::Rail;
use sessions::Sessions;
use state::load;
use tasks::Tasks;
use timeline::Timeline;
use view::{View, Views};

/// A goal by its key or id.
#[component]
pub fn Goal(id: String, query: Query) -> Element {
    rsx! {
        // Another goal is another page: nothing of the last one is kept.
        for id in [id] {
            GoalPage { key: "{id}", id: id.clone(), view: View::of(&query) }
        }
    }
}

#[component]
fn GoalPage(id: String, view: View) -> Element {
    let first = use_loaded(move || load(id.clone()))?;
    let page = state::provide(|| (*first).clone());
    let ours = move |event: &Event| event.goal_id.as_ref() == Some(&page.loaded.peek().detail.goal.id);
    let of_session = |event: &Event| event.kind.starts_with("session.");
    use_live(move |event| ours(event) && !of_session(event), move || page.refresh());
    use_live(move |event| ours(event) && of_session(event), move || page.refresh_sessions());
    drafts::provide();
    keys::use_keys(page, view);
    let detail = page.loaded.read().detail.clone();
    let measuring = page.measuring();
    rsx! {
        article { class: "goal", "data-view": view.label(),
            GoalHeader {}
            OutcomeStrip { detail: detail.clone(), assessments: measuring.assessments }
            Views { detail, sources: measuring.sources.len(), selected: view }
            div { class: "goal-columns",
                div { class: "goal-view", ShownView { view } }
                Rail {}
            }
        }
    }
}

#[component]
fn ShownView(view: View) -> Element {
    match view {
        View::Overview => rsx! {
            Overview {}
        },
        View::Tasks => rsx! {
            Tasks {}
        },
        View::Sessions => rsx! {
            Sessions {}
        },
        View::Timeline => rsx! {
            Timeline {}
        },
        View::Measurement => rsx! {
            Measurement {}
        },
        View::Context => rsx! {
            ContextDocument {}
        },
        View::Narrative => rsx! {
            Narratives {}
        },
    }
}
