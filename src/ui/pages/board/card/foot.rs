use crate::{
    domain::{
        Usd,
        assessment::Proof,
        goal::{GoalStatus, GoalSummary},
    },
    ui::{
        components::{Avatar, Confidence, ConfidencePill},
        format,
        shell::use_frame,
    },
};
use dioxus::prelude::*;

/// So many labels are shown.
const LABELS: usize = 2;

/// Labels at the left; at the right what was done, spent, and by whom.
#[component]
pub fn Foot(card: GoalSummary) -> Element {
    let frame = use_frame();
    let goal = &card.goal;
    let measured = matches!(goal.status, GoalStatus::Measuring | GoalStatus::Proven);
    let labels: Vec<&String> = goal.project.iter().chain(&goal.tags).take(LABELS).collect();
    let owner = goal.owner_id.as_ref().and_then(|id| frame.read().who(id).cloned());
    rsx! {
        div { class: "card-foot",
            if measured {
                Proven { card: card.clone() }
            } else {
                for label in labels {
                    span { key: "{label}", class: "label", "{label}" }
                }
            }
            span { class: "grow" }
            if let Some(cost) = cost(&card) {
                span { class: "cost", "{cost}" }
            }
            if card.tasks.total > 0 {
                Ring { done: card.tasks.done, total: card.tasks.total }
            }
            if let Some(owner) = owner {
                Avatar { name: owner.name.clone(), initials: owner.initials(), small: true }
            }
        }
    }
}

/// How the effect is known, and how far it can be believed. Grades come with measured series; numbers by hand have none.
#[component]
fn Proven(card: GoalSummary) -> Element {
    let (grade, words) = match Proof::of(&card) {
        Proof::Assessed(assessed) => match Confidence::from(assessed.grade) {
            Confidence::None => (Confidence::None, "No confidence".to_owned()),
            known => (known, format!("{} confidence", known.label())),
        },
        Proof::ByHand(metric) if metric.after.is_some() => (Confidence::None, "Entered by hand".into()),
        Proof::ByHand(_) => (Confidence::None, "Baseline only".into()),
        Proof::Outcomes(_) => (Confidence::None, "Reported, not measured".into()),
        Proof::Nothing => (Confidence::None, "Not measured".into()),
    };
    rsx! {
        ConfidencePill { grade, words }
    }
}

fn cost(card: &GoalSummary) -> Option<String> {
    let cost = (card.spend.cost_usd != Usd::ZERO).then(|| card.spend.cost_usd.to_string());
    let pulls = (card.goal.status == GoalStatus::Proven && card.pulls.total > 0).then(|| format::plural(card.pulls.total, "PR"));
    let parts: Vec<String> = [cost, pulls].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[component]
fn Ring(done: u32, total: u32) -> Element {
    let share = f64::from(done) / f64::from(total.max(1)) * 100.0;
    rsx! {
        span { class: "ring", style: "--share:{share:.0}%", title: "{done} of {total} tasks done", "{done}/{total}" }
    }
}
