use crate::{
    domain::{
        portfolio::{Grades, Totals},
        stats::Grade,
    },
    ui::{components::GradePill, format},
};
use dioxus::prelude::*;

/// What the goals sum up to, over all pages.
#[component]
pub fn TotalsStrip(totals: Totals) -> Element {
    rsx! {
        dl { class: "totals",
            Total { name: "Goals", value: format::whole(totals.goals.into()) }
            Total { name: "Proven", value: format::whole(totals.proven.into()) }
            Total { name: "Merged pull requests", value: format::whole(totals.merged_pulls.into()) }
            Total { name: "Sessions", value: format::whole(totals.sessions.into()) }
            Total { name: "Spend", value: totals.spend_usd.to_string(), note: unknown(totals.unknown_cost_sessions) }
        }
    }
}

/// How far the effects can be believed, each goal counted by its surest metric.
#[component]
pub fn ByGrade(grades: Grades) -> Element {
    let counted = [(Grade::High, grades.high), (Grade::Medium, grades.medium), (Grade::Low, grades.low)];
    let beside = [
        (grades.none, "not distinguishable from normal variation"),
        (grades.unknown, "with too little to compare"),
        (grades.worse, "got worse"),
        (grades.provisional, "provisional"),
    ];
    rsx! {
        ul { class: "by-grade",
            li { class: "muted", {format!("Confidence in {}", format::plural(grades.all(), "effect"))} }
            for (grade , n) in counted.into_iter().filter(|(_, n)| *n > 0) {
                li { key: "{grade.as_str()}",
                    b { "{n}" }
                    " "
                    GradePill { grade }
                    span { class: "visually-hidden", " confidence" }
                }
            }
            for (n , words) in beside.into_iter().filter(|(n, _)| *n > 0) {
                li { key: "{words}",
                    b { "{n}" }
                    " {words}"
                }
            }
        }
    }
}

/// A sum that lacks something says so.
fn unknown(sessions: u32) -> Option<String> {
    (sessions > 0).then(|| format!("without {} of unknown cost", format::plural(sessions, "session")))
}

#[component]
fn Total(name: String, value: String, #[props(default)] note: Option<String>) -> Element {
    rsx! {
        div {
            dt { "{name}" }
            dd { "{value}" }
            if let Some(note) = note {
                dd { class: "note", "{note}" }
            }
        }
    }
}
