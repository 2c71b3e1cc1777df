//! Beside every view: how far the goal is, what it leads to, what happened last.

use super::state::use_goal;
use crate::{
    domain::{
        artifact::Artifact,
        goal::{Goal, GoalDetail},
        progress::Progress,
    },
    ui::{
        components::{Glyph, Icon, Meter, MeterTone, Timestamp},
        pages::goal::timeline::ArtifactState,
        route::Route,
    },
};
use dioxus::prelude::*;

/// So much of what happened last is shown.
const ACTIVITY: usize = 5;
/// So many links are shown; the timeline has all.
const LINKS: usize = 8;

/// What stands at the right of every view, and below the first one on a phone.
#[component]
pub fn Rail() -> Element {
    let view = use_goal();
    let loaded = view.loaded.read();
    let detail = loaded.detail.clone();
    // A report is one act, though it changes a session and the work log.
    let mut activity = loaded.activity.clone();
    activity.dedup_by(|later, earlier| later.at == earlier.at && later.summary == earlier.summary);
    activity.truncate(ACTIVITY);
    drop(loaded);
    rsx! {
        div { class: "rail",
            Section { title: "Progress", ProgressFacts { progress: detail.progress.clone() } }
            if !detail.children.is_empty() {
                Section { title: "Parts of this goal", Parts { goals: detail.children.clone() } }
            }
            Section { title: "Links", Links { detail } }
            Section { title: "Activity",
                if activity.is_empty() {
                    p { class: "muted", "Nothing has happened yet." }
                }
                ul { class: "activity",
                    for event in activity {
                        li { key: "{event.seq}",
                            span { "{event.summary}" }
                            span { class: "muted",
                                "{event.actor} · "
                                Timestamp { at: event.at }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A card; on a phone it opens when its name is pressed.
#[component]
fn Section(title: String, children: Element) -> Element {
    let mut open = use_signal(|| false);
    rsx! {
        section { class: "rail-section", "data-open": open(),
            h2 {
                span { "{title}" }
                button { r#type: "button", "aria-expanded": open().to_string(), onclick: move |_| open.toggle(),
                    "{title}"
                    Icon { glyph: Glyph::ChevronDown }
                }
            }
            div { class: "rail-body", {children} }
        }
    }
}

#[component]
fn ProgressFacts(progress: Progress) -> Element {
    let percent = progress.done.map(|done| (done * 100.0).round());
    rsx! {
        if let (Some(done) , Some(percent)) = (progress.done, percent) {
            p { class: "rail-row",
                b { "{percent} %" }
                span { class: "muted", "{progress.basis}" }
            }
            Meter {
                share: done,
                label: "{percent} percent done",
                tone: if done >= 1.0 { MeterTone::Good } else { MeterTone::Calm },
            }
        } else {
            p { class: "muted", "No tasks yet: add some, and progress shows here." }
        }
        if let Some(day) = progress.finish_on {
            p { class: "rail-row",
                span { "May be finished on " }
                b {
                    time { datetime: "{day}", {day.format("%-d %b %Y").to_string()} }
                }
            }
        }
        if progress.done.is_some() {
            p { class: "rail-note", "Estimate: {progress.finish_basis}" }
        }
    }
}

#[component]
fn Parts(goals: Vec<Goal>) -> Element {
    rsx! {
        ul { class: "links",
            for goal in goals {
                li { key: "{goal.id}",
                    Icon { glyph: Glyph::from(goal.status), size: 14 }
                    Link { to: Route::goal(goal.key.clone()).href(), "{goal.title}" }
                    span { class: "muted", "{goal.status.label()}" }
                }
            }
        }
    }
}

#[component]
fn Links(detail: GoalDetail) -> Element {
    let shown: Vec<Artifact> = detail.artifacts.iter().filter(|a| a.url.is_some()).take(LINKS).cloned().collect();
    if shown.is_empty() && detail.goal.jira_url.is_none() {
        return rsx! {
            p { class: "muted", "Pull requests link themselves: write {detail.goal.key} into a branch name, a title or a commit." }
        };
    }
    rsx! {
        ul { class: "links",
            for artifact in shown {
                li { key: "{artifact.id}",
                    a { class: "grow", href: artifact.url.clone(), rel: "noopener nofollow", "{short(&artifact)}" }
                    ArtifactState { artifact: artifact.clone() }
                }
            }
            if let Some(url) = detail.goal.jira_url {
                li {
                    a { class: "grow", href: "{url}", rel: "noopener nofollow", "{url.rsplit('/').next().unwrap_or(&url)}" }
                    span { class: "muted", "Jira" }
                }
            }
        }
    }
}

/// `#1801 Batch tax calls`
fn short(artifact: &Artifact) -> String {
    match artifact.number {
        Some(number) if !artifact.title.contains(&number.to_string()) => format!("#{number} {}", artifact.title),
        _ => artifact.title.clone(),
    }
}
