use super::{
    artifact::ArtifactWords,
    entry::{Entry, What},
    glyph,
};
use crate::{
    domain::{goal::StatusChange, session::Session, update::Update},
    ui::{
        components::{Glyph, Icon, Pill, StatePill, Timestamp, Tone},
        format,
        pages::goal::{measurement::Sentence, prose::Prose},
    },
};
use dioxus::prelude::*;

/// One thing that happened, with its own address.
#[component]
pub fn Item(entry: Entry, fixed: bool) -> Element {
    let symbol = match &entry.what {
        What::Log(update) if update.source == "agent" => Glyph::Bot,
        What::Log(_) => Glyph::User,
        What::Session(_) => Glyph::Bot,
        What::Artifact(artifact) => glyph(artifact),
        What::Metric(_) => Glyph::Chart,
        What::Status(change) => Glyph::from(change.to),
    };
    let kind = entry.kind().as_str();
    rsx! {
        li { id: "{entry.id}", class: "event", "data-kind": kind,
            span { class: "event-mark", Icon { glyph: symbol, size: 14 } }
            div { class: "event-words",
                match entry.what {
                    What::Log(update) => rsx! {
                        Logged { update }
                    },
                    What::Session(session) => rsx! {
                        Worked { session: *session }
                    },
                    What::Artifact(artifact) => rsx! {
                        ArtifactWords { artifact: *artifact, fixed }
                    },
                    What::Metric(metric) => rsx! {
                        Sentence { metric }
                    },
                    What::Status(change) => rsx! {
                        Moved { change }
                    },
                }
            }
            a { class: "event-time", href: "#{entry.id}",
                Timestamp { at: entry.at }
            }
        }
    }
}

/// Many small entries, shown when they are asked for.
#[component]
pub fn Run(entries: Vec<Entry>, fixed: bool) -> Element {
    let mut open = use_signal(|| false);
    let count = u64::try_from(entries.len()).unwrap_or_default();
    if open() {
        return rsx! {
            for entry in entries {
                Item { key: "{entry.id}", entry, fixed }
            }
        };
    }
    rsx! {
        li { class: "event",
            span { class: "event-mark", Icon { glyph: Glyph::Commit, size: 14 } }
            button { class: "text-button", r#type: "button", onclick: move |_| open.set(true),
                {format!("Show {}", format::plural(count, "commit"))}
            }
        }
    }
}

#[component]
fn Logged(update: Update) -> Element {
    let mut open = use_signal(|| false);
    let who = update.agent_name.clone().unwrap_or_else(|| "Somebody".into());
    let outcome = update.outcome.as_deref().and_then(|outcome| match outcome {
        "done" => Some((Tone::Proven, Glyph::Check, "done")),
        "partial" => Some((Tone::Progress, Glyph::StatusInProgress, "partly done")),
        "failed" => Some((Tone::Danger, Glyph::Cross, "failed")),
        "blocked" => Some((Tone::Attention, Glyph::Hand, "blocked")),
        _ => None,
    });
    rsx! {
        p { class: "event-title", "{update.summary}" }
        p { class: "event-facts",
            span { "{who}" }
            if let Some((tone, icon, words)) = outcome {
                Pill { tone, icon, "{words}" }
            }
            if update.details.is_some() {
                button {
                    class: "text-button",
                    r#type: "button",
                    "aria-expanded": open().to_string(),
                    onclick: move |_| open.toggle(),
                    if open() { "Hide the details" } else { "Details" }
                }
            }
        }
        if open() {
            if let Some(details) = update.details {
                Prose { text: details }
            }
        }
    }
}

#[component]
fn Worked(session: Session) -> Element {
    let title = session.summary.clone().unwrap_or_else(|| "An agent's session".into());
    let who = session.agent.clone().unwrap_or_else(|| "Unnamed agent".into());
    rsx! {
        p { class: "event-title",
            Link { to: "/sessions/{session.key}", "{session.key}: {title}" }
        }
        p { class: "event-facts",
            span { "{who}" }
            span { "{session.status.label()}" }
            if let Some(cost) = session.cost_usd {
                span { "{cost}" }
            }
        }
    }
}

#[component]
fn Moved(change: StatusChange) -> Element {
    rsx! {
        p { class: "event-facts",
            span { "{change.by} " if change.from.is_some() { "moved it to" } else { "created it in" } }
            StatePill { status: change.to }
        }
    }
}
