//! Who works on what, where it stands, and how it ended.

use super::{actions::Actions, fill::ContextFill, log::sentence, look, state::use_session};
use crate::{
    domain::{
        dispatch::{AgentKind, NewLimits},
        session::{SessionView, Started},
    },
    ui::{
        components::{CopyButton, Glyph, Icon, PageTitle, Pill, Timestamp},
        format,
        hooks::use_now,
        route::{Query, Route},
    },
};
use dioxus::prelude::*;

/// The head of the page.
#[component]
pub fn Header() -> Element {
    let page = use_session();
    let view = page.view.read().clone();
    let session = view.session.clone();
    let (tone, glyph) = look::look(session.status);
    rsx! {
        header { class: "session-head",
            Path { view: view.clone() }
            PageTitle { title: title(&view) }
            div { class: "session-state",
                Pill { tone, icon: glyph, "{session.status.label()}" }
                if let Some(words) = truth(&view) {
                    p { "{words}" }
                }
            }
            Facts { view: view.clone() }
            Actions {}
        }
    }
}

/// Where it belongs.
#[component]
fn Path(view: SessionView) -> Element {
    rsx! {
        nav { class: "session-path", "aria-label": "Where this session belongs",
            if let (Some(key), Some(title)) = (view.goal_key.clone(), view.goal_title) {
                Link { to: Route::goal(key.clone()).href(),
                    span { class: "mono", "{key}" }
                    " {title}"
                }
                if let (Some(task), Some(title)) = (view.task_key, view.task_title) {
                    Icon { glyph: Glyph::ChevronRight, size: 14 }
                    Link { to: tasks(&key).href(),
                        span { class: "mono", "{task}" }
                        " {title}"
                    }
                }
            } else {
                span { class: "muted", "It belongs to no goal" }
            }
        }
    }
}

#[component]
fn Facts(view: SessionView) -> Element {
    let session = &view.session;
    let started = view.started.clone().unwrap_or_default();
    let agent = session.agent.as_deref().map_or("Unnamed agent", AgentKind::name_of);
    let basis = session.cost_basis();
    let limits = limits(&started.limits);
    rsx! {
        ul { class: "session-facts",
            li {
                Icon { glyph: Glyph::Bot }
                b { "{agent}" }
                if let Some(model) = &session.model {
                    span { class: "muted", "{model}" }
                }
            }
            if let Some(branch) = &started.branch {
                li { class: "session-branch",
                    Icon { glyph: Glyph::Commit }
                    code { title: "{branch}", {format::middle(branch, 44)} }
                    CopyButton { text: branch.clone(), label: "Copy the name of the branch" }
                }
            }
            Elapsed { view: view.clone() }
            if started.context_tokens.is_some() {
                li { ContextFill { started: started.clone() } }
            }
            li {
                Icon { glyph: Glyph::Chart }
                if let Some(cost) = session.cost_usd {
                    b { class: "numeric", "{cost}" }
                } else {
                    span { "Cost unknown" }
                }
                if !basis.is_empty() {
                    span { class: "muted", "{basis}" }
                }
            }
            if let Some(limits) = limits {
                li {
                    Icon { glyph: Glyph::Hourglass }
                    span { "at most {limits}" }
                }
            }
        }
    }
}

/// How long it took, or has taken so far once the browser knows the time.
#[component]
fn Elapsed(view: SessionView) -> Element {
    let now = use_now();
    let session = view.session;
    let Some(started) = session.started_at else { return VNode::empty() };
    let end = session.ended_at.filter(|_| !session.status.is_live()).or_else(|| now().filter(|_| session.status.is_live()));
    rsx! {
        li {
            Icon { glyph: Glyph::Clock }
            if let Some(end) = end {
                span { class: "numeric", {format::duration((end - started).num_seconds())} }
            }
            span { class: "muted",
                "since "
                Timestamp { at: started }
            }
        }
    }
}

/// The tasks of a goal.
fn tasks(goal: &str) -> Route {
    Route::Goal { id: goal.to_owned(), query: Query::default().with("tab", "tasks") }
}

/// `S56 Cache the price rules`
fn title(view: &SessionView) -> String {
    let subject = view.task_title.as_ref().or(view.session.summary.as_ref()).or(view.goal_title.as_ref());
    let first = subject.and_then(|text| text.lines().next()).unwrap_or("Session");
    format!("{} {first}", view.session.key)
}

/// What really happened, or what it does or waits for now.
fn truth(view: &SessionView) -> Option<String> {
    let Started { exit_reason, waits_for, activity, .. } = view.started.clone()?;
    let words = if view.session.status.is_live() { waits_for.or(activity) } else { exit_reason };
    words.map(|words| sentence(&words))
}

/// `$5.00, 200,000 tokens, 30 min`
pub fn limits(limits: &NewLimits) -> Option<String> {
    let all = [
        limits.cost_usd.map(|cost| cost.to_string()),
        limits.tokens.map(|tokens| format::plural(u64::try_from(tokens).unwrap_or_default(), "token")),
        limits.seconds.map(|seconds| format::duration(i64::try_from(seconds).unwrap_or(i64::MAX))),
    ];
    let said: Vec<String> = all.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Usd;

    #[test]
    fn limits_are_said_in_one_line() {
        let all = NewLimits { cost_usd: Some(Usd::from_micros(5_000_000)), tokens: Some(200_000), seconds: Some(1_800) };
        assert_eq!(limits(&all).as_deref(), Some("$5.00, 200,000 tokens, 30 min"));
        assert_eq!(limits(&NewLimits::default()), None);
    }
}
