use crate::{domain::portfolio::Totals, ui::format};
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
