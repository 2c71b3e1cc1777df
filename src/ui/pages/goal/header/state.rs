use super::super::state::use_goal;
use crate::{
    domain::goal::GoalStatus,
    ui::components::{Glyph, Icon, Menu, MenuItem, StatePill},
};
use dioxus::prelude::*;

const MENU: &str = "goal-state";

/// Where the goal stands, and the way to move it.
#[component]
pub fn StateMenu() -> Element {
    let view = use_goal();
    let goal = view.goal();
    if goal.archived_at.is_some() {
        return rsx! {
            StatePill { status: goal.status }
        };
    }
    rsx! {
        Menu {
            id: MENU,
            label: "Move the goal",
            trigger_class: "state-button",
            worded: true,
            trigger: rsx! {
                StatePill { status: goal.status }
                Icon { glyph: Glyph::ChevronDown, size: 14 }
            },
            for (i , status) in GoalStatus::ALL.into_iter().enumerate() {
                MenuItem {
                    key: "{status.as_str()}",
                    of: MENU,
                    icon: Glyph::from(status),
                    keys: "{i + 1}",
                    current: status == goal.status,
                    onselect: move |()| view.move_to(status),
                    "{status.label()}"
                }
            }
        }
    }
}
