use crate::{
    domain::{
        goal::{GoalStatus, GoalSummary},
        metric::{Metric, Verdict},
        outcome,
    },
    ui::{format, shell::use_frame},
};
use chrono::NaiveDate;
use dioxus::prelude::*;

/// More running sessions than this are only counted.
const MOST_DOTS: u32 = 5;

/// The one line that matters at this status.
#[component]
pub fn Fact(card: GoalSummary) -> Element {
    let today = use_frame().read().today;
    let running = if card.goal.status == GoalStatus::InProgress { card.running.min(MOST_DOTS) } else { 0 };
    let words = match card.goal.status {
        GoalStatus::Planning => planning(&card, today),
        GoalStatus::InProgress => working(&card, today),
        GoalStatus::Measuring => measuring(&card, today),
        GoalStatus::Proven => proven(&card),
    };
    let measured = matches!(card.goal.status, GoalStatus::Measuring | GoalStatus::Proven);
    rsx! {
        p { class: "card-fact",
            for dot in 0..running {
                i { key: "{dot}", class: "dot" }
            }
            if measured && let Some((change, tone)) = card.headline.as_ref().and_then(effect) {
                b { class: tone, "{change}" }
                " "
            }
            "{words}"
        }
    }
}

/// The change of a metric, and whether it is good.
pub fn effect(metric: &Metric) -> Option<(String, &'static str)> {
    let after = metric.after?;
    let change = match metric.delta_percent {
        Some(percent) => format::change(percent),
        None => format!("{} → {}", format::value(metric.before), format::quantity(after, metric.unit.as_deref())),
    };
    let tone = match metric.verdict {
        Some(Verdict::Better) => "better",
        Some(Verdict::Worse) => "worse",
        Some(Verdict::Unchanged) | None => "",
    };
    Some((change, tone))
}

fn planning(card: &GoalSummary, today: NaiveDate) -> String {
    let start = if card.tasks.total > 0 { tasks(card) } else { "No sessions yet".into() };
    let baseline = card.headline.as_ref().map(|m| format!("baseline {}", format::quantity(m.before, m.unit.as_deref())));
    join([Some(start), due(card, today), baseline])
}

fn working(card: &GoalSummary, today: NaiveDate) -> String {
    let sessions = (card.spend.sessions > 0).then(|| format::plural(card.spend.sessions, "session"));
    let pulls = match (card.pulls.open, card.pulls.merged) {
        (0, 0) => None,
        (0, merged) => Some(format!("{} merged", format::plural(merged, "PR"))),
        (open, _) => Some(format!("{} open", format::plural(open, "PR"))),
    };
    let blocked = (card.tasks.blocked > 0).then(|| format!("{} blocked", card.tasks.blocked));
    let line = join([sessions, pulls, blocked, due(card, today)]);
    if line.is_empty() { "No reports yet".into() } else { line }
}

fn measuring(card: &GoalSummary, today: NaiveDate) -> String {
    let merged = card.pulls.last_merged_at.map(|at| format!("merged {}", format::day(at.date_naive(), today)));
    let metric = card.headline.as_ref().map(|m| match m.after {
        Some(_) => m.name.clone(),
        None => format!("{} was {}", m.name, format::quantity(m.before, m.unit.as_deref())),
    });
    let line = join([metric, merged]);
    if line.is_empty() { "Nothing measured yet".into() } else { line }
}

fn proven(card: &GoalSummary) -> String {
    match &card.headline {
        Some(metric) if metric.after.is_some() => {
            let after = metric.after.map(|after| format::quantity(after, metric.unit.as_deref())).unwrap_or_default();
            format!("{} ({after}, was {})", metric.name, format::value(metric.before))
        }
        _ if card.outcomes.is_empty() => "No evidence yet".into(),
        _ => card.outcomes.iter().map(|o| outcome::label(o)).collect::<Vec<_>>().join(" · "),
    }
}

fn tasks(card: &GoalSummary) -> String {
    let all = format::plural(card.tasks.total, "task");
    if card.tasks.blocked > 0 { format!("{all}, {} blocked", card.tasks.blocked) } else { all }
}

fn due(card: &GoalSummary, today: NaiveDate) -> Option<String> {
    let on = card.goal.due_on?;
    let word = if on < today { "was due" } else { "due" };
    Some(format!("{word} {}", format::day(on, today)))
}

fn join<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
