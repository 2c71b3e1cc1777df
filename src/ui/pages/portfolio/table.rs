use super::effect::{Believed, Effect};
use crate::{
    domain::{goal::GoalSummary, portfolio::Month},
    ui::{
        components::{StatePill, Timestamp},
        format,
        route::Route,
    },
};
use chrono::NaiveDate;
use dioxus::prelude::*;

/// The goals as lines, month by month; on a phone the cards stand in its place.
#[component]
pub fn GoalTable(months: Vec<Month>) -> Element {
    rsx! {
        table { class: "portfolio-table",
            thead {
                tr {
                    th { scope: "col", class: "wide", "Goal" }
                    th { scope: "col", "State" }
                    th { scope: "col", class: "wide", "Effect" }
                    th { scope: "col", "Confidence" }
                    th { scope: "col", "Project" }
                    th { scope: "col", class: "number", "Merged PRs" }
                    th { scope: "col", class: "number", "Sessions" }
                    th { scope: "col", class: "number", "Spend" }
                    th { scope: "col", "Last activity" }
                }
            }
            for month in months {
                tbody { key: "{month.month}",
                    tr { class: "month",
                        th { scope: "rowgroup", colspan: "9",
                            "{name(&month.month)} "
                            span { class: "muted", "{month.goals.len()}" }
                        }
                    }
                    for goal in month.goals {
                        Line { key: "{goal.goal.id}", goal }
                    }
                }
            }
        }
    }
}

#[component]
fn Line(goal: GoalSummary) -> Element {
    rsx! {
        tr {
            td { class: "goal-cell",
                span { class: "mono muted", "{goal.goal.key}" }
                Link { to: Route::goal(&goal.goal.key).href(), "{goal.goal.title}" }
            }
            td { StatePill { status: goal.goal.status } }
            td { Effect { goal: goal.clone() } }
            td { class: "nowrap", Believed { goal: goal.clone() } }
            td { class: "project", {goal.goal.project.as_deref().unwrap_or("—")} }
            td { class: "number", "{goal.pulls.merged}" }
            td { class: "number", "{goal.spend.sessions}" }
            td { class: "number", Spend { goal: goal.clone() } }
            td { class: "nowrap", Timestamp { at: goal.goal.updated_at } }
        }
    }
}

/// What a goal cost; unknown is never shown as nothing.
#[component]
pub fn Spend(goal: GoalSummary) -> Element {
    let spend = goal.spend;
    if spend.sessions == 0 {
        return rsx! { "—" };
    }
    if spend.unknown_cost_sessions == 0 {
        return rsx! { "{spend.cost_usd}" };
    }
    let unknown = format!("cost unknown for {}", format::plural(spend.unknown_cost_sessions, "session"));
    rsx! {
        span { title: "{unknown}",
            if spend.cost_usd.micros() == 0 {
                "unknown"
            } else {
                "{spend.cost_usd} + ?"
            }
            span { class: "visually-hidden", " ({unknown})" }
        }
    }
}

/// `November 2026`
pub fn name(month: &str) -> String {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    first.map_or_else(|_| month.to_owned(), |day| day.format("%B %Y").to_string())
}
