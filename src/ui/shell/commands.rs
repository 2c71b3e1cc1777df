use crate::{
    domain::dispatch::NewDispatch,
    ui::{
        browser,
        components::use_toasts,
        keys::{Command, Keys, use_command_keys},
        route::{Query, Route},
        start::use_starter,
        theme::use_theme,
    },
};
use dioxus::prelude::*;

/// What lies over the page.
#[derive(Clone, Copy)]
pub struct Overlays {
    pub palette: Signal<bool>,
    pub help: Signal<bool>,
}

/// Carries out what holds anywhere, and gives the overlays that it opens.
pub fn use_shell_commands() -> Overlays {
    let overlays = use_context_provider(|| Overlays { palette: Signal::new(false), help: Signal::new(false) });
    let toasts = use_toasts();
    let theme = use_theme();
    let starter = use_starter();
    let Overlays { mut palette, mut help } = overlays;
    let run = use_callback(move |command| match command {
        Command::Palette => palette.toggle(),
        Command::Help => help.set(true),
        Command::NewGoal => new_goal(),
        Command::StartSession => starter.open(here()),
        Command::GoGoals => go(Route::board()),
        Command::GoDispatch => go(Route::Dispatch {}),
        Command::GoImpact => go(Route::impact()),
        Command::GoInbox => go(Route::Inbox {}),
        Command::GoPortfolio => go(Route::portfolio()),
        Command::GoSettings => go(Route::Settings {}),
        Command::ToggleTheme => theme.toggle(),
        Command::Undo => {
            if !toasts.undo_last() {
                toasts.say("There is nothing to undo");
            }
        }
        Command::CopyLink => {
            spawn(async move {
                if browser::copy(&browser::address()).await {
                    toasts.say("The address is on the clipboard");
                }
            });
        }
        Command::Left
        | Command::Right
        | Command::Up
        | Command::Down
        | Command::Move(_)
        | Command::MoveMenu
        | Command::Rename
        | Command::Archive
        | Command::NewTask
        | Command::Record
        | Command::PreviousView
        | Command::NextView => {}
    });
    use_command_keys(run);
    overlays
}

/// A session for the goal that is looked at.
fn here() -> NewDispatch {
    let goal_id = match router().current::<Route>() {
        Route::Goal { id, .. } => Some(id),
        _ => None,
    };
    NewDispatch { goal_id, ..NewDispatch::default() }
}

fn go(to: Route) {
    navigator().push(to.href());
}

/// The composer stands on the board; from elsewhere the way leads there first.
fn new_goal() {
    if matches!(router().current::<Route>(), Route::Board { .. }) {
        browser::focus("new-goal-title");
    } else {
        navigator().push(Route::Board { query: Query::default().with("new", "1") }.href());
    }
}

/// The first key of two, while the second is waited for.
#[component]
pub fn SequenceHint() -> Element {
    let keys: Keys = use_context();
    let Some(first) = keys.begun() else { return VNode::empty() };
    let next: Vec<(&str, &str)> = crate::ui::keys::SHORTCUTS
        .iter()
        .filter_map(|s| {
            s.keys.split_once(' ').filter(|(begin, _)| begin.starts_with(first) && begin.len() == 1).map(|(_, key)| (key, s.words))
        })
        .collect();
    rsx! {
        div { class: "sequence-hint", "aria-hidden": "true",
            kbd { "{first}" }
            for (key , words) in next {
                span { key: "{key}", kbd { "{key}" } "{words}" }
            }
        }
    }
}
