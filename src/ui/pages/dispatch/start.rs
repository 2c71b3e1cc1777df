use super::command::use_command;
use crate::{
    domain::dispatch::{Centre, NewDispatch},
    ui::{
        components::{Button, ButtonKind, ButtonLink, CopyButton, EmptyState, Glyph},
        route::Route,
        start::use_starter,
    },
};
use dioxus::prelude::*;

const EXAMPLES: [&str; 3] = [
    "start a session on the auth module, use Claude Code",
    "queue a session on the importer with codex, budget $5",
    "what did we spend today",
];

/// The same in a terminal.
const TERMINAL: &str = "maestro dispatch \"start a session on the auth module, use Claude Code\"";

/// What to do while no agent works.
#[component]
pub fn FirstSteps(centre: Centre) -> Element {
    let starter = use_starter();
    let command = use_command();
    if centre.repositories.is_empty() {
        return rsx! {
            EmptyState { title: "Say first where agents may work", icon: Glyph::Bot,
                p { "Agents work in copies of repositories that you allow, each session in a worktree and on a branch of its own." }
                ButtonLink { kind: ButtonKind::Primary, icon: Glyph::Plus, to: Route::SettingsSection { section: "repositories".into() }, "Allow a repository" }
            }
        };
    }
    rsx! {
        EmptyState { title: "No agent works now", icon: Glyph::Bot,
            p { "Start one for a goal or a task, or say it above. For example:" }
            ul { class: "examples",
                for example in EXAMPLES {
                    li { key: "{example}",
                        button { class: "example", r#type: "button", onclick: move |_| command.fill(example), "{example}" }
                    }
                }
            }
            p { class: "examples-terminal",
                "In a terminal: "
                code { "{TERMINAL}" }
                CopyButton { text: TERMINAL, label: "Copy the command" }
            }
            Button { kind: ButtonKind::Primary, icon: Glyph::Play, keys: "S", onclick: move |_| starter.open(NewDispatch::default()), "Start a session" }
        }
    }
}
