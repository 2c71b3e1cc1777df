//! The first steps, until they are done or dismissed.

use crate::ui::{
    browser,
    components::{CopyButton, Glyph, Icon, IconButton},
    hooks::use_hydrated,
    route::Route,
    shell::use_frame,
};
use dioxus::prelude::*;

/// Where a browser remembers that the steps were dismissed.
const STORED: &str = "maestro.first-run";
/// With more goals than this nobody needs a first step.
const FEW: u64 = 3;

/// The steps that make Maestro useful. Shown once the page is live: only the browser knows whether they were dismissed.
#[component]
pub fn FirstRun(total: u64, example: bool, filtered: bool) -> Element {
    let hydrated = use_hydrated();
    let mut dismissed = use_signal(|| false);
    use_effect(move || dismissed.set(browser::stored(STORED).is_some()));
    let frame = use_frame();
    let (agents, code_host) = (frame.read().agents_known, frame.read().code_host_known);
    let (repository, budget) = (frame.read().repository_known, frame.read().day.room.cap_usd.is_some());
    let written = total > u64::from(example);
    if !hydrated() || dismissed() || filtered || total > FEW || (written && agents && code_host && repository && budget) {
        return VNode::empty();
    }
    rsx! {
        section { class: "first-run", "aria-labelledby": "first-run-heading",
            header {
                h2 { id: "first-run-heading", "First steps" }
                IconButton {
                    glyph: Glyph::Cross,
                    label: "Dismiss the first steps",
                    onclick: move |_| {
                        browser::store(STORED, "dismissed");
                        dismissed.set(true);
                    },
                }
            }
            ol {
                Step { done: written, words: "Write down a goal", "Press C, type what should change, press Enter." }
                Step { done: repository, words: "Say where agents may work",
                    Link { to: Route::SettingsSection { section: "repositories".into() }.href(), "Allow a repository" }
                }
                Step { done: budget, words: "Say what a day may cost",
                    Link { to: Route::SettingsSection { section: "budgets".into() }.href(), "Set a daily budget" }
                }
                Step { done: agents, words: "Teach your agents to report",
                    code { "maestro skill install" }
                    CopyButton { text: "maestro skill install", label: "Copy the command" }
                }
                Step { done: code_host, words: "Connect GitHub or GitLab",
                    Link { to: Route::SettingsSection { section: "integrations".into() }.href(), "Open the settings" }
                }
            }
        }
    }
}

#[component]
fn Step(done: bool, words: String, children: Element) -> Element {
    rsx! {
        li { "data-done": done,
            Icon { glyph: if done { Glyph::StatusProven } else { Glyph::StatusPlanning } }
            strong { "{words}" if done { span { class: "visually-hidden", " (done)" } } }
            div { class: "first-run-how", {children} }
        }
    }
}
