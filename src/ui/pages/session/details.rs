//! What it cost, what it gave, and how it was started.

use super::{cost::Cost, header::limits, log::Words, state::use_session};
use crate::{
    domain::{session::Started, work::Commit},
    ui::{
        components::{Glyph, Icon, Timestamp},
        format,
    },
};
use dioxus::prelude::*;

/// The facts of the session.
#[component]
pub fn Details() -> Element {
    let view = use_session().view.read().clone();
    rsx! {
        section { class: "session-details", "aria-label": "Cost and commits",
            Cost { view: view.clone() }
            Commits { commits: view.commits.clone() }
            if let Some(output) = &view.session.output {
                div { class: "card",
                    h2 { "Output" }
                    p { class: "muted", "What the tasks that wait for this one are told." }
                    Words { text: output.clone(), find: "" }
                }
            }
            if let Some(started) = view.started {
                HowStarted { started }
            }
        }
    }
}

#[component]
fn Commits(commits: Vec<Commit>) -> Element {
    rsx! {
        div { class: "card",
            h2 { "Commits" }
            if commits.is_empty() {
                p { class: "muted", "Nothing is committed." }
            }
            ul { class: "session-commits",
                for commit in commits {
                    li { key: "{commit.sha}",
                        Icon { glyph: Glyph::Commit }
                        div {
                            p { "{commit.title}" }
                            p { class: "muted",
                                code { {commit.sha.chars().take(8).collect::<String>()} }
                                {format!(" · {} · ", format::plural(commit.files, "file"))}
                                Lines { added: commit.lines_added, removed: commit.lines_removed }
                                if commit.tests_added > 0 {
                                    {format!(" · {} with tests", format::plural(commit.tests_added, "file"))}
                                }
                                " · "
                                Timestamp { at: commit.at }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `+12 −3`, in colours and with signs.
#[component]
pub fn Lines(added: u64, removed: u64) -> Element {
    rsx! {
        span { class: "lines-changed",
            span { "data-sign": "+", "+{format::whole(added)}" }
            " "
            span { "data-sign": "-", "−{format::whole(removed)}" }
        }
    }
}

#[component]
fn HowStarted(started: Started) -> Element {
    let auto = match started.auto_approve {
        crate::domain::dispatch::AutoApprove::None => "asks for everything",
        crate::domain::dispatch::AutoApprove::Read => "may look without asking",
        crate::domain::dispatch::AutoApprove::Edit => "may change its folder without asking",
        crate::domain::dispatch::AutoApprove::All => "may do everything without asking",
    };
    let facts = [
        ("Repository", Some(started.repo.clone())),
        ("Began from", started.base_branch.clone()),
        ("Worktree", started.worktree.clone()),
        ("Permissions", Some(auto.to_owned())),
        ("Limits", limits(&started.limits)),
        ("Chosen by the rule", started.rule.clone()),
        ("Started by", Some(if started.automatic { "the chain of tasks" } else { "a person" }.to_owned())),
        ("Runs", Some(started.run.to_string())),
    ];
    rsx! {
        div { class: "card",
            h2 { "How it was started" }
            dl { class: "session-how",
                for (name , value) in facts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                    div { key: "{name}",
                        dt { "{name}" }
                        dd { "{value}" }
                    }
                }
            }
        }
    }
}
