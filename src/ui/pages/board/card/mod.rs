//! One goal on the board.

mod fact;
mod foot;

use super::{actions::BoardActions, drag::Handle, focus::link_id};
use crate::{
    domain::goal::{GoalStatus, GoalSummary, Priority},
    ui::{
        components::{Glyph, Icon, Menu, MenuItem, MenuSection},
        route::Route,
    },
};
use dioxus::prelude::*;
use fact::Fact;
use foot::Foot;

/// The card: its title is a link that covers it, so that the whole card opens the goal.
#[component]
pub fn Card(card: GoalSummary) -> Element {
    let actions: BoardActions = use_context();
    let goal = &card.goal;
    let held = actions.dragged().read().as_ref().is_some_and(|(held, _)| held.goal.id == goal.id);
    rsx! {
        article { class: "card", "data-card": "{goal.id}", "data-held": held,
            div { class: "card-key",
                span { "{goal.key}" }
                if let Some(tone) = urgency(goal.priority) {
                    span { class: "urgency", "data-tone": tone, "{goal.priority.label()}" }
                }
                if goal.example {
                    span { class: "urgency", "Example" }
                }
                span { class: "grow" }
                div { class: "card-tools",
                    MoveMenu { card: card.clone() }
                    Handle { card: card.clone() }
                }
            }
            h3 {
                Link { id: link_id(&goal.id), class: "card-link", to: Route::goal(&goal.key).href(), "{goal.title}" }
            }
            Fact { card: card.clone() }
            Foot { card: card.clone() }
        }
    }
}

/// The colour of a priority that needs one.
fn urgency(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::Low | Priority::Medium => None,
        Priority::High => Some("danger"),
        Priority::Urgent => Some("urgent"),
    }
}

/// The way to move a card without dragging it.
#[component]
fn MoveMenu(card: GoalSummary) -> Element {
    let actions: BoardActions = use_context();
    let mut renaming = actions.renaming();
    let id = card.goal.id.clone();
    let menu = format!("move-{id}");
    let (named, away) = (card.clone(), id.clone());
    rsx! {
        Menu {
            id: menu.clone(),
            label: "Move {card.goal.key}",
            trigger_class: "card-tool",
            trigger: rsx! {
                Icon { glyph: Glyph::Move }
            },
            MenuSection { label: "Move to",
                for (i , status) in GoalStatus::ALL.into_iter().enumerate() {
                    MenuItem {
                        key: "{status.as_str()}",
                        of: menu.clone(),
                        icon: Glyph::from(status),
                        keys: "{i + 1}",
                        current: status == card.goal.status,
                        onselect: {
                            let id = id.clone();
                            move |()| actions.relocate(&id, status)
                        },
                        "{status.label()}"
                    }
                }
            }
            MenuItem { of: menu.clone(), icon: Glyph::Edit, keys: "E", onselect: move |()| renaming.set(Some(named.clone())), "Rename" }
            MenuItem { of: menu.clone(), icon: Glyph::Archive, keys: "⌫", onselect: move |()| actions.archive(&away),
                if card.goal.example { "Remove the example" } else { "Archive" }
            }
        }
    }
}
