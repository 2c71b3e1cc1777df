//! Four tiles: the number, its change, how far to trust it, what it cost.

use super::{
    measurement::{headline, question, so_far},
    view::View,
};
use crate::{
    domain::{
        assessment::{Assessment, surest},
        goal::{GoalDetail, Spend},
        metric::{Metric, Verdict},
        stats::Pull,
    },
    ui::{
        browser,
        components::{Confidence, ConfidencePill, GradePill},
        figures::Figures,
        format,
    },
};
use dioxus::prelude::*;

/// How long a view needs to be there after it was asked for, in milliseconds.
const SETTLES_MS: u32 = 100;

/// What came of the goal, at a glance: by the surest assessment, else by two numbers.
#[component]
pub fn OutcomeStrip(detail: GoalDetail, assessments: Vec<Assessment>) -> Element {
    let (cost, sessions) = spent(detail.spend);
    rsx! {
        section { class: "tiles", "aria-label": "Outcome",
            if let Some(assessment) = surest(&assessments).cloned() {
                Assessed { assessment, goal_key: detail.goal.key.clone() }
            } else {
                Pair { metric: headline(&detail.metrics).cloned() }
            }
            Tile { name: "Cost", note: rsx! { "{sessions}" }, "{cost}" }
        }
    }
}

#[component]
fn Assessed(assessment: Assessment, goal_key: String) -> Element {
    let figures = Figures::of(&assessment);
    let now = assessment.after.map_or_else(|| "—".into(), |after| figures.value(after));
    let was = assessment.before.map_or_else(String::new, |before| format!("was {}", figures.value(before)));
    let tone = figures.tone();
    let interval = figures.effect_interval().map(|interval| format!("95 %: {interval}")).unwrap_or_default();
    let raised = assessment.reasons.iter().filter(|reason| reason.pull == Pull::Raised).count();
    let checks = raised + assessment.limits().count();
    let (base, source) = (View::Measurement.route(&goal_key).href(), assessment.metric_source_id.clone());
    rsx! {
        Tile { name: "{assessment.metric} now", note: rsx! { "{was}" }, "{now}" }
        Tile {
            name: "Effect",
            tone,
            note: rsx! {
                if assessment.is_ordinary() {
                    "within normal variation; {interval}"
                } else {
                    "{interval}"
                }
            },
            {figures.effect().unwrap_or_else(|| "—".into())}
        }
        Tile {
            name: if assessment.provisional { format!("Confidence, {}", so_far(&assessment)) } else { "Confidence".into() },
            note: rsx! {
                "{raised} of {checks} checks hold · "
                Link { to: "{base}#why-{source}", onclick: move |_| show(format!("why-{source}")), {question(assessment.grade)} }
            },
            GradePill { grade: assessment.grade }
        }
    }
}

/// Brings a part of the view into sight once that is there.
fn show(id: String) {
    spawn(async move {
        browser::sleep(SETTLES_MS).await;
        browser::scroll_to(&id);
    });
}

#[component]
fn Pair(#[props(!optional)] metric: Option<Metric>) -> Element {
    let metric = metric.as_ref();
    let name = metric.map_or_else(|| "Metric now".to_owned(), |m| format!("{} now", m.name));
    let (now, was) = value(metric);
    let (effect, meaning) = change(metric);
    let (grade, why) = confidence(metric);
    rsx! {
        Tile { name, note: rsx! { "{was}" }, "{now}" }
        Tile { name: "Effect", note: rsx! { "{meaning}" }, tone: tone(metric), "{effect}" }
        Tile { name: "Confidence", note: rsx! { "{why}" }, ConfidencePill { grade } }
    }
}

#[component]
fn Tile(name: String, note: Element, #[props(default)] tone: &'static str, children: Element) -> Element {
    rsx! {
        div { class: "tile",
            span { class: "tile-name", "{name}" }
            b { class: tone, {children} }
            span { class: "tile-note", {note} }
        }
    }
}

fn value(metric: Option<&Metric>) -> (String, String) {
    let Some(metric) = metric else { return ("—".into(), "no metric yet".into()) };
    let unit = metric.unit.as_deref();
    match metric.after {
        Some(after) => (format::quantity(after, unit), format!("was {}", format::quantity(metric.before, unit))),
        None => (format::quantity(metric.before, unit), "before the work; not measured since".into()),
    }
}

fn change(metric: Option<&Metric>) -> (String, String) {
    let Some(metric) = metric else { return ("—".into(), "needs a value before and after".into()) };
    let Some(delta) = metric.delta else { return ("—".into(), "the value after is missing".into()) };
    let meaning = match metric.verdict {
        Some(verdict) => verdict.label(),
        None => "no direction is set",
    };
    match metric.delta_percent {
        Some(percent) => (format::change(percent), meaning.into()),
        None => {
            let sign = if delta > 0.0 { "+" } else { "" };
            (format!("{sign}{}", format::quantity(delta, metric.unit.as_deref())), format!("{meaning}; from 0, so without a percentage"))
        }
    }
}

fn tone(metric: Option<&Metric>) -> &'static str {
    match metric.and_then(|m| m.verdict) {
        Some(Verdict::Better) => "better",
        Some(Verdict::Worse) => "worse",
        Some(Verdict::Unchanged) | None => "",
    }
}

fn confidence(metric: Option<&Metric>) -> (Confidence, String) {
    match metric {
        Some(metric) if metric.after.is_some() => (Confidence::Low, origin(&metric.source)),
        Some(_) => (Confidence::None, "the value after is missing".into()),
        None => (Confidence::None, "nothing is measured".into()),
    }
}

/// Where a value comes from, as the reason of its grade.
pub fn origin(source: &str) -> String {
    match source {
        "manual" => "entered by hand".into(),
        "agent" => "reported by an agent, not measured".into(),
        "import" => "imported".into(),
        other => format!("from {other}"),
    }
}

fn spent(spend: Spend) -> (String, String) {
    let known = spend.sessions > spend.unknown_cost_sessions || spend.cost_usd.micros() > 0;
    let sessions = match (spend.sessions, spend.unknown_cost_sessions) {
        (0, _) => "no session reported".into(),
        (all, 0) => format::plural(all, "session"),
        (all, unknown) => format!("{} · {unknown} of unknown cost", format::plural(all, "session")),
    };
    let cost = match (known, spend.sessions) {
        (true, _) => spend.cost_usd.to_string(),
        (false, 0) => "—".into(),
        (false, _) => "unknown".into(),
    };
    (cost, sessions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Usd;

    #[test]
    fn a_cost_that_nobody_knows_is_never_nothing() {
        let spend = |micros, sessions, unknown| {
            spent(Spend { cost_usd: Usd::from_micros(micros), sessions, unattributed_usd: Usd::ZERO, unknown_cost_sessions: unknown })
        };
        assert_eq!(spend(0, 0, 0), ("—".into(), "no session reported".into()));
        assert_eq!(spend(0, 2, 2), ("unknown".into(), "2 sessions · 2 of unknown cost".into()));
        assert_eq!(spend(12_400_000, 3, 1), ("$12.40".into(), "3 sessions · 1 of unknown cost".into()));
        assert_eq!(spend(0, 1, 0), ("$0.00".into(), "1 session".into()));
    }
}
