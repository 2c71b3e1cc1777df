//! What the work of many goals did to their metrics, beside what it cost.

mod filters;
mod forest;
mod multiples;
mod panel;
mod row;
mod scale;
mod scatter;
mod tiles;

use crate::{
    domain::impact::{Impact as Found, ImpactRow},
    rpc,
    ui::{
        components::{ButtonKind, ButtonLink, EmptyState, Glyph, PageTitle},
        hooks::{use_live, use_loaded},
        route::{Query, Route},
    },
};
use dioxus::prelude::*;
use filters::{Filters, filter_of, is_filtered};
use forest::Forest;
use multiples::Multiples;
use scatter::Scatter;
use tiles::Tiles;

/// So many goals have to be measured before they are set side by side.
const LEAST: usize = 2;

/// The impact of all goals.
#[component]
pub fn Impact(query: ReadSignal<Query>) -> Element {
    let shown = use_loaded(move || rpc::metrics::impact(filter_of(&query.read())))?;
    // What an agent is doing changes no effect; what it cost is told when it ends.
    use_live(|event| event.goal_id.is_some() && event.kind != "session.output", shown.again());
    let found = (*shown).clone();
    let measured: Vec<ImpactRow> = found.rows.iter().filter(|row| row.effect.is_some()).cloned().collect();
    let goals = row::goals(&measured);
    rsx! {
        div { class: "page-head",
            PageTitle { title: "Impact" }
        }
        Filters { query, projects: found.projects.clone() }
        if goals < LEAST {
            TooFew { goals, filtered: is_filtered(&query.read()), one: measured.first().cloned() }
        } else {
            Side { found, measured }
        }
    }
}

#[component]
fn Side(found: Found, measured: Vec<ImpactRow>) -> Element {
    rsx! {
        div { class: "impact",
            Tiles { found: found.clone(), goals: row::goals(&measured) }
            Forest { rows: measured.clone() }
            Multiples { rows: measured.clone() }
            Scatter { rows: measured }
        }
    }
}

/// What will stand here, and how it comes to.
#[component]
fn TooFew(goals: usize, filtered: bool, #[props(!optional)] one: Option<ImpactRow>) -> Element {
    let title = match goals {
        0 if filtered => "No goal was measured in this project and time",
        0 => "Goals stand here side by side, once two are measured",
        _ => "One goal is measured; with a second one they stand side by side",
    };
    rsx! {
        EmptyState { title, icon: Glyph::Chart,
            p { class: "impact-empty",
                "Each goal with a metric that was compared before and after its merge shows its effect here, with the interval, the confidence, and what it cost. Add a metric on the Measurement tab of a goal: Prometheus, Grafana, Datadog, Eppo, QuickSight, a CSV, or values that a program sends."
            }
            if let Some(one) = one {
                ButtonLink { to: row::measurement(&one.goal_key), icon: Glyph::Chart, "See {one.goal_key}: {one.metric}" }
            }
            if filtered {
                ButtonLink { to: Route::impact(), "Show all" }
            }
            ButtonLink { to: Route::board(), kind: ButtonKind::Primary, icon: Glyph::Board, "Choose a goal to measure" }
        }
    }
}
