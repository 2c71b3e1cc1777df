//! What agents reported about their sessions.

use super::state::use_goal;
use crate::{
    domain::{session::Session, task::Task},
    ui::{
        components::{EmptyState, Glyph, Pill, Timestamp},
        format,
        pages::session_look,
        route::Route,
    },
};
use dioxus::prelude::*;

/// The sessions of the goal, the newest first.
#[component]
pub fn Sessions() -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    if detail.sessions.is_empty() {
        let key = &detail.goal.key;
        return rsx! {
            EmptyState {
                title: "No session has been reported",
                icon: Glyph::Bot,
                command: "maestro report --goal {key} --summary 'What was done'",
                p { "Agents report with one request; their sessions then show here with their tokens and their cost." }
            }
        };
    }
    rsx! {
        section { class: "card sessions",
            h2 { class: "visually-hidden", "Sessions" }
            // A table wider than its place is scrolled by its own region.
            div { class: "table-region", tabindex: "0", role: "region", "aria-label": "Sessions, scrolls sideways",
                table { class: "table",
                    thead {
                        tr {
                            for name in ["Agent", "Task", "State", "Started", "Duration"] {
                                th { key: "{name}", scope: "col", "{name}" }
                            }
                            th { scope: "col", class: "number", "Tokens" }
                            th { scope: "col", class: "number", "Cost" }
                        }
                    }
                    tbody {
                        for session in detail.sessions.iter().cloned() {
                            Row { key: "{session.id}", task: task_of(&session, &detail.tasks), session }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Row(session: Session, task: Option<String>) -> Element {
    let (tone, glyph) = session_look(session.status);
    let tokens = session.tokens.input + session.tokens.output + session.tokens.cache_read + session.tokens.cache_write;
    let tokens = u64::try_from(tokens).unwrap_or_default();
    rsx! {
        tr { id: "{session.key}",
            td {
                div { class: "session-agent",
                    b { {session.agent.clone().unwrap_or_else(|| "Unnamed agent".into())} }
                    Link { class: "mono", to: Route::session(session.key.clone()).href(), "{session.key}" }
                }
                if let Some(model) = &session.model {
                    div { class: "muted", "{model}" }
                }
                if let Some(summary) = &session.summary {
                    div { class: "session-summary", "{summary}" }
                }
            }
            td { "data-none": task.is_none(), "data-name": "Task", {task.as_deref().unwrap_or("—")} }
            td {
                Pill { tone, icon: glyph, "{session.status.label()}" }
            }
            td { "data-none": session.started_at.is_none(), "data-name": "Started",
                if let Some(at) = session.started_at {
                    Timestamp { at }
                } else {
                    "—"
                }
            }
            td { class: "nowrap", "data-none": session.ended_at.is_none(), "data-name": "Lasted", {lasted(&session)} }
            td { class: "number", title: spread(&session), "data-none": tokens == 0, "data-name": "Tokens", if tokens == 0 { "—" } else { {compact(tokens)} } }
            td { class: "number", "data-name": "Cost",
                if let Some(cost) = session.cost_usd {
                    "{cost}"
                } else {
                    span { class: "muted", "unknown" }
                }
            }
        }
    }
}

fn task_of(session: &Session, tasks: &[Task]) -> Option<String> {
    tasks.iter().find(|t| Some(&t.id) == session.task_id.as_ref()).map(|t| t.key.clone())
}

fn lasted(session: &Session) -> String {
    match (session.started_at, session.ended_at) {
        (Some(start), Some(end)) => format::duration((end - start).num_seconds()),
        _ => "—".into(),
    }
}

/// The kinds of tokens, for the tooltip.
fn spread(session: &Session) -> String {
    let tokens = session.tokens;
    let count = |n: i64| format::whole(u64::try_from(n).unwrap_or_default());
    format!(
        "input {}, output {}, read from cache {}, written to cache {}",
        count(tokens.input),
        count(tokens.output),
        count(tokens.cache_read),
        count(tokens.cache_write)
    )
}

/// `1.2M`, `340k`, `980`
fn compact(number: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let n = number as f64;
    match number {
        0..=999 => number.to_string(),
        1_000..=999_499 => format!("{:.0}k", n / 1e3),
        _ => format!("{:.1}M", n / 1e6),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_fit_into_a_column() {
        let cases = [(0, "0"), (980, "980"), (1_234, "1k"), (340_100, "340k"), (999_600, "1.0M"), (1_240_000, "1.2M")];
        for (number, text) in cases {
            assert_eq!(super::compact(number), text);
        }
    }
}
