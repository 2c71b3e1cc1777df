//! The head of the page: where it is, what it is called, where it stands, and the facts about it.

mod editable;
mod facts;
mod menus;
mod state;
mod title;

use super::state::use_goal;
use crate::{
    domain::dispatch::NewDispatch,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon},
        route::Route,
        start::use_starter,
    },
};
use dioxus::prelude::*;
use facts::Facts;
use menus::{ExportMenu, MoreMenu};
use state::StateMenu;
use title::GoalTitle;

/// The head of the page.
#[component]
pub fn GoalHeader() -> Element {
    let goal = use_goal().goal();
    rsx! {
        if goal.archived_at.is_some() {
            ArchivedBanner {}
        }
        header { class: "goal-header",
            nav { class: "crumbs", "aria-label": "Breadcrumb",
                Link { to: Route::board().href(), "Goals" }
                span { "aria-hidden": "true", "/" }
                if let Some(parent) = &goal.parent {
                    Link { to: Route::goal(parent.as_str()).href(), "Larger goal" }
                    span { "aria-hidden": "true", "/" }
                }
                span { class: "mono", "{goal.key}" }
            }
            div { class: "goal-head",
                GoalTitle {}
                StateMenu {}
                span { class: "grow" }
                if goal.archived_at.is_none() {
                    StartButton { goal_key: goal.key.clone() }
                }
                ExportMenu { goal_key: goal.key.clone() }
                MoreMenu {}
            }
            Facts {}
        }
    }
}

/// The one thing that moves a goal on: an agent.
#[component]
fn StartButton(goal_key: String) -> Element {
    let starter = use_starter();
    let start = move |_| starter.open(NewDispatch { goal_id: Some(goal_key.clone()), ..NewDispatch::default() });
    rsx! {
        Button { kind: ButtonKind::Primary, icon: Glyph::Play, keys: "S", onclick: start, "Start session" }
    }
}

/// What is in the archive can be read; to change it, it must come out.
#[component]
fn ArchivedBanner() -> Element {
    let view = use_goal();
    rsx! {
        div { class: "archived", role: "status",
            Icon { glyph: Glyph::Archive }
            span { class: "grow", "This goal is in the archive. It can be read, not changed." }
            Button { kind: ButtonKind::Secondary, onclick: move |_| view.restore(), "Restore" }
        }
    }
}
