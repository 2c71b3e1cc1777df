use super::{
    effect::{Believed, Effect},
    table::{Spend, name},
};
use crate::{
    domain::{goal::GoalSummary, portfolio::Month},
    ui::{
        components::{StatePill, Timestamp},
        format,
        route::Route,
    },
};
use dioxus::prelude::*;

/// The same goals for a narrow screen.
#[component]
pub fn Cards(months: Vec<Month>) -> Element {
    rsx! {
        div { class: "portfolio-cards",
            for month in months {
                section { key: "{month.month}", "aria-label": name(&month.month),
                    h2 {
                        "{name(&month.month)} "
                        span { class: "muted", "{month.goals.len()}" }
                    }
                    ul {
                        for goal in month.goals {
                            Card { key: "{goal.goal.id}", goal }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Card(goal: GoalSummary) -> Element {
    rsx! {
        li {
            p { class: "card-line",
                span { class: "mono muted", "{goal.goal.key}" }
                StatePill { status: goal.goal.status }
                span { class: "grow" }
                span { class: "muted", Timestamp { at: goal.goal.updated_at } }
            }
            h3 {
                Link { class: "whole", to: Route::goal(&goal.goal.key).href(), "{goal.goal.title}" }
            }
            p { class: "card-line",
                span { class: "grow", Effect { goal: goal.clone() } }
                Believed { goal: goal.clone() }
            }
            p { class: "card-line muted",
                span { class: "grow",
                    {format::plural(goal.pulls.merged, "merged PR")}
                    " · "
                    {format::plural(goal.spend.sessions, "session")}
                }
                Spend { goal: goal.clone() }
            }
        }
    }
}
