use crate::{
    domain::{
        assessment::{Assessed, Proof, believed},
        goal::{GoalStatus, GoalSummary},
        metric::{Metric, Verdict},
        outcome,
    },
    ui::{components::Sparkline, figures::Figures, format, shell::use_frame},
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
            if card.goal.status == GoalStatus::Measuring && let Proof::Assessed(assessed) = Proof::of(&card) && assessed.course.len() > 1 {
                Sparkline { points: assessed.course.iter().filter_map(|point| point.value).collect::<Vec<_>>(), label: "{assessed.metric} before and after" }
            }
            for dot in 0..running {
                i { key: "{dot}", class: "dot" }
            }
            if measured && let Some((change, tone)) = shown(&card) {
                b { class: tone, "{change}" }
                " "
            }
            "{words}"
        }
    }
}

/// The effect that was assessed, else the change by hand, and whether it is good. What is within normal variation is no effect to show.
fn shown(card: &GoalSummary) -> Option<(String, &'static str)> {
    match Proof::of(card) {
        Proof::Assessed(assessed) if !assessed.is_ordinary() => {
            let figures = Figures::of(assessed);
            Some((figures.effect()?, figures.tone()))
        }
        Proof::ByHand(metric) => effect(metric),
        Proof::Assessed(_) | Proof::Outcomes(_) | Proof::Nothing => None,
    }
}

/// What an assessment adds to its effect: "so far · p95 latency", or that there is none.
fn told(assessed: &Assessed) -> String {
    let so_far = (assessed.provisional && assessed.effect.is_some()).then(|| "so far".to_owned());
    let shared = (!assessed.shared_with.is_empty()).then(|| "shared credit".to_owned());
    let worse = (assessed.others_worse > 0).then(|| "another metric got worse".to_owned());
    if assessed.effect.is_none() || assessed.is_ordinary() {
        let none = format!("{}: {}", assessed.metric, believed(assessed.grade, assessed.effect.is_some()));
        return join([Some(none), so_far, shared, worse]);
    }
    let first = so_far.map_or_else(|| assessed.metric.clone(), |so_far| format!("{so_far} · {}", assessed.metric));
    join([Some(first), None, shared, worse])
}

/// The change of a metric, and whether it is good.
fn effect(metric: &Metric) -> Option<(String, &'static str)> {
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
    let metric = match Proof::of(card) {
        Proof::Assessed(assessed) => Some(told(assessed)),
        Proof::ByHand(m) if m.after.is_some() => Some(m.name.clone()),
        Proof::ByHand(m) => Some(format!("{} was {}", m.name, format::quantity(m.before, m.unit.as_deref()))),
        Proof::Outcomes(_) | Proof::Nothing => None,
    };
    let line = join([metric, merged]);
    if line.is_empty() { "Nothing measured yet".into() } else { line }
}

fn proven(card: &GoalSummary) -> String {
    match Proof::of(card) {
        Proof::Assessed(assessed) => told(assessed),
        Proof::ByHand(metric) if metric.after.is_some() => {
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
