use crate::{
    domain::{
        assessment::{Assessed, Proof, believed},
        goal::GoalSummary,
        metric::{Metric, Verdict},
        outcome,
    },
    ui::{
        components::{Confidence, ConfidencePill, GradePill},
        figures::Figures,
        format,
    },
};
use dioxus::prelude::*;

/// What came of a goal, in a line or two: its surest assessment, else its latest pair, else its outcomes, else that there is none.
#[component]
pub fn Effect(goal: GoalSummary) -> Element {
    match Proof::of(&goal) {
        Proof::Assessed(assessed) => rsx! {
            Measured { assessed: assessed.clone() }
        },
        Proof::ByHand(metric) => rsx! {
            Pair { metric: metric.clone() }
        },
        Proof::Outcomes(outcomes) => {
            let outcomes: Vec<&str> = outcomes.iter().map(|o| outcome::label(o)).collect();
            rsx! {
                {outcomes.join(", ")}
            }
        }
        Proof::Nothing => rsx! {
            span { class: "muted", "Nothing recorded" }
        },
    }
}

/// How far that can be believed.
#[component]
pub fn Believed(goal: GoalSummary) -> Element {
    match Proof::of(&goal) {
        Proof::Assessed(assessed) => rsx! {
            span { class: "visually-hidden", "Confidence: " }
            GradePill { grade: assessed.grade }
        },
        Proof::ByHand(metric) if metric.after.is_some() => rsx! {
            ConfidencePill { grade: Confidence::None, words: "By hand" }
        },
        Proof::ByHand(_) | Proof::Outcomes(_) => rsx! {
            ConfidencePill { grade: Confidence::None, words: "Not measured" }
        },
        Proof::Nothing => VNode::empty(),
    }
}

#[component]
fn Measured(assessed: Assessed) -> Element {
    let figures = Figures::of(&assessed);
    let interval = figures.effect_interval().map(|interval| format!("95 %: {interval}")).unwrap_or_default();
    let mut beside = assessed.caveats();
    if assessed.others > assessed.others_worse {
        beside.push(format!("{} assessed", format::plural(assessed.others - assessed.others_worse, "other metric")));
    }
    rsx! {
        span { class: "effect",
            match figures.effect() {
                None => rsx! {
                    "{assessed.metric} "
                    span { class: "muted", {believed(assessed.grade, false)} }
                },
                Some(effect) if assessed.is_ordinary() => rsx! {
                    "{assessed.metric} "
                    strong { {believed(assessed.grade, true)} }
                    " "
                    span { class: "muted nowrap", "{effect} ({interval})" }
                },
                Some(effect) => rsx! {
                    strong { class: figures.tone(), "{effect}{verdict(&assessed)}" }
                    " {assessed.metric} "
                    span { class: "muted nowrap", "{interval}" }
                },
            }
            for words in beside {
                span { key: "{words}", class: "caveat", "{words}" }
            }
        }
    }
}

fn verdict(assessed: &Assessed) -> &'static str {
    match assessed.improved {
        Some(true) => " better",
        Some(false) => " worse",
        None => "",
    }
}

#[component]
fn Pair(metric: Metric) -> Element {
    rsx! {
        span { class: "effect",
            if let Some(after) = metric.after {
                strong { class: tone(&metric), {change(&metric)} }
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
