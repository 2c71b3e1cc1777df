use crate::{
    domain::{
        goal::GoalSummary,
        metric::{Metric, Verdict},
        outcome,
    },
    ui::format,
};
use dioxus::prelude::*;

/// What came of a goal, in one line: its latest measure, else its outcomes, else that there is none.
#[component]
pub fn Effect(goal: GoalSummary) -> Element {
    let Some(metric) = &goal.headline else {
        let outcomes: Vec<&str> = goal.outcomes.iter().map(|o| outcome::label(o)).collect();
        return rsx! {
            if outcomes.is_empty() {
                span { class: "muted", "Nothing recorded" }
            } else {
                {outcomes.join(", ")}
            }
        };
    };
    rsx! {
        span { class: "effect",
            if let Some(after) = metric.after {
                strong { class: tone(metric), {change(metric)} }
                " {metric.name} "
                span { class: "muted", {format!("{} → {}", format::value(metric.before), format::quantity(after, metric.unit.as_deref()))} }
            } else {
                "{metric.name} "
                span { class: "muted", {format!("{} before", format::quantity(metric.before, metric.unit.as_deref()))} }
            }
        }
    }
}

fn change(metric: &Metric) -> String {
    let by = metric.delta_percent.map(format::change).or_else(|| metric.delta.map(signed)).unwrap_or_default();
    metric.verdict.map_or_else(|| by.clone(), |verdict| format!("{by} {}", verdict.label()))
}

fn signed(delta: f64) -> String {
    if delta > 0.0 { format!("+{}", format::value(delta)) } else { format::value(delta) }
}

fn tone(metric: &Metric) -> &'static str {
    match metric.verdict {
        Some(Verdict::Better) => "better",
        Some(Verdict::Worse) => "worse",
        _ => "",
    }
}
