use super::use_desk;
use crate::{
    domain::{
        dispatch::AgentKind,
        session::{SessionStatus, SessionView},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon, Meter, MeterTone, Pill},
        format,
        hooks::{Step, use_now},
        pages::{ContextFill, session_look},
    },
};
use dioxus::prelude::*;

/// Sessions whose agent runs.
#[component]
pub fn Live(sessions: Vec<SessionView>) -> Element {
    rsx! {
        section { class: "pane pane-live", "aria-labelledby": "live-title",
            h2 { id: "live-title",
                "Live "
                span { class: "count", "{sessions.len()}" }
            }
            if sessions.is_empty() {
                p { class: "pane-empty", "No agent runs." }
            }
            for session in sessions {
                Card { key: "{session.session.id}", view: session }
            }
        }
    }
}

/// One of them: who, for what, for how long, for how much, and what it does just now.
#[component]
fn Card(view: SessionView) -> Element {
    let session = &view.session;
    let (tone, glyph) = session_look(session.status);
    let started = view.started.clone().unwrap_or_default();
    let share = match (session.cost_usd, started.limits.cost_usd) {
        (Some(cost), Some(cap)) if cap.micros() > 0 => Some((cost.dollars() / cap.dollars()).min(1.0)),
        _ => None,
    };
    rsx! {
        article { class: "live-card", "data-status": session.status.as_str(),
            header {
                Link { class: "live-name", to: "/sessions/{session.key}",
                    Icon { glyph: Glyph::Bot }
                    b { {agent(&view)} }
                    span { class: "mono muted", "{session.key}" }
                }
                Pill { tone, icon: glyph, "{session.status.label()}" }
            }
            About { view: view.clone() }
            if let Some(activity) = &started.activity {
                p { class: "live-doing mono", title: "{activity}", "{activity}" }
            }
            div { class: "live-facts",
                Elapsed { view: view.clone() }
                span { class: "live-cost",
                    match (session.cost_usd, started.limits.cost_usd) {
                        (Some(cost), Some(cap)) => format!("{cost} of {cap}"),
                        (Some(cost), None) => cost.to_string(),
                        (None, _) => "cost unknown".to_owned(),
                    }
                }
                if let Some(share) = share {
                    Meter { share, label: format!("{:.0} % of its budget", share * 100.0), tone: MeterTone::of_spent(share) }
                }
                ContextFill { started: started.clone() }
                span { class: "grow" }
                Stop { view: view.clone() }
            }
        }
    }
}

/// The goal and the task that it is for.
#[component]
pub fn About(view: SessionView) -> Element {
    let goal = view.goal_key.clone().zip(view.goal_title.clone());
    let task = view.task_key.clone().zip(view.task_title.clone());
    rsx! {
        p { class: "live-about",
            if let Some((key, title)) = goal {
                Link { to: "/goals/{key}", span { class: "mono", "{key}" } " {title}" }
            }
            if let Some((key, title)) = task {
                span { span { class: "mono", "{key}" } " {title}" }
            } else if let Some(summary) = &view.session.summary {
                span { "{summary}" }
            }
        }
    }
}

/// How long it runs. The time is the browser's, so there is none before the page is live.
#[component]
fn Elapsed(view: SessionView) -> Element {
    let now = use_now();
    let seconds = view.session.started_at.zip(now()).map(|(from, now)| (now - from).num_seconds());
    rsx! {
        span { class: "live-time",
            Icon { glyph: Glyph::Clock, size: 14 }
            {seconds.map_or_else(|| "–".to_owned(), format::duration)}
        }
    }
}

/// Ends it, or takes it out of the queue. Its work is kept, and it can be resumed.
#[component]
pub fn Stop(view: SessionView) -> Element {
    let desk = use_desk();
    let queued = view.session.status == SessionStatus::Queued;
    let stopping = view.session.status == SessionStatus::Stopping;
    let key = view.session.key.clone();
    let stop = move |_| {
        let id = key.clone();
        let step = Step::new(format!("stop {key}"), move || rpc::sessions::stop(id.clone()));
        let words = if queued { format!("{key} is out of the queue") } else { format!("{key} is asked to stop; its work is kept") };
        desk.steps.take(step.say(words));
    };
    rsx! {
        Button {
            kind: ButtonKind::Quiet,
            icon: if queued { Glyph::Cross } else { Glyph::Square },
            disabled: stopping,
            "aria-label": if queued { format!("Remove {} from the queue", view.session.key) } else { format!("Stop {}", view.session.key) },
            onclick: stop,
            if queued { "Remove" } else if stopping { "Stopping" } else { "Stop" }
        }
    }
}

/// The agent's name as people know it.
pub fn agent(view: &SessionView) -> &str {
    AgentKind::name_of(view.session.agent.as_deref().unwrap_or("unnamed agent"))
}
