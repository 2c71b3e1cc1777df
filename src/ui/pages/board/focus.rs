//! The keys of the board, on the card with the focus.

use super::actions::BoardActions;
use crate::{
    domain::GoalId,
    ui::{
        browser,
        keys::{Command, Group, use_commands},
    },
};
use dioxus::prelude::*;

/// The id of the link over a card.
pub fn link_id(goal: &GoalId) -> String {
    format!("card-{goal}")
}

/// Gives the board its keys while it is shown.
pub fn use_board_keys(actions: BoardActions) {
    let run = use_callback(move |command| {
        let Some(goal) = browser::focused("data-card").map(GoalId::from) else {
            return first(actions);
        };
        match command {
            Command::Left => step(actions, &goal, -1, 0),
            Command::Right => step(actions, &goal, 1, 0),
            Command::Up => step(actions, &goal, 0, -1),
            Command::Down => step(actions, &goal, 0, 1),
            Command::Move(to) => {
                actions.relocate(&goal, to);
                refocus(goal);
            }
            Command::MoveMenu => browser::click(&format!("move-{goal}-trigger")),
            Command::Rename => {
                let card = actions.board().peek().card(&goal).cloned();
                actions.renaming().set(card);
            }
            Command::Archive => {
                let next = actions.board().peek().beside(&goal, 0, 1).cloned();
                actions.archive(&goal);
                if let Some(next) = next {
                    refocus(next);
                }
            }
            _ => {}
        }
    });
    use_commands(Group::Board, run);
}

/// Without a card in focus, the first one gets it.
fn first(actions: BoardActions) {
    if let Some(card) = actions.board().peek().cards().next() {
        browser::focus(&link_id(&card.goal.id));
    }
}

fn step(actions: BoardActions, from: &GoalId, right: i32, down: i32) {
    if let Some(goal) = actions.board().peek().beside(from, right, down) {
        browser::focus(&link_id(goal));
    }
}

/// A moved card is drawn anew: the focus follows it there.
fn refocus(goal: GoalId) {
    spawn(async move {
        browser::sleep(0).await;
        browser::focus(&link_id(&goal));
    });
}
