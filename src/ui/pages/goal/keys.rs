//! What the keys do on the page of a goal.

use super::{state::GoalView, view::View};
use crate::ui::{
    browser,
    keys::{Command, Group, use_commands},
};
use dioxus::prelude::*;

/// How long a view needs to be there after it was asked for, in milliseconds.
const SETTLES_MS: u32 = 60;

/// Gives the page its shortcuts.
pub fn use_keys(page: GoalView, shown: View) {
    let mut now = use_signal(|| shown);
    if *now.peek() != shown {
        now.set(shown);
    }
    let go = move |view: View| {
        if *now.peek() != view {
            navigator().push(view.route(&page.loaded.peek().detail.goal.key).href());
        }
    };
    let run = use_callback(move |command| match command {
        Command::Move(status) => page.move_to(status),
        Command::Rename => browser::click("change-title"),
        Command::PreviousView => go(now.peek().step(-1)),
        Command::NextView => go(now.peek().step(1)),
        Command::NewTask => {
            go(View::Tasks);
            spawn(async move {
                browser::sleep(SETTLES_MS).await;
                browser::focus("new-task");
            });
        }
        Command::Record => {
            go(View::Measurement);
            spawn(async move {
                browser::sleep(SETTLES_MS).await;
                browser::click("record-measurement");
                browser::sleep(SETTLES_MS).await;
                browser::focus("metric-name");
            });
        }
        _ => {}
    });
    use_commands(Group::Goal, run);
}
