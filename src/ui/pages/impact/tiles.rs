use crate::{domain::impact::Impact, ui::format};
use dioxus::prelude::*;

/// What the goals say together.
#[component]
pub fn Tiles(found: Impact, goals: usize) -> Element {
    let dash = || "—".to_owned();
    let median = found.median_percent.map_or_else(dash, format::change);
    let spend = found.spend_per_proven_usd.map_or_else(dash, |usd| usd.to_string());
    let took = found.plan_to_proven_seconds.filter(|seconds| *seconds > 0).map_or_else(dash, format::duration);
    let unknown: u64 = found.rows.iter().filter(|row| row.effect.is_some()).map(|row| row.unknown_cost_sessions).sum();
    rsx! {
        section { class: "tiles", "aria-label": "All goals of this view",
            Tile { name: "Goals that improved", note: "of {goals} measured, with at least medium confidence", "{found.proven}" }
            Tile { name: "Median effect", note: "of those, in the wanted direction", "{median}" }
            Tile { name: "Spend for each of those", note: if unknown > 0 { "of all measured goals, without sessions of unknown cost" } else { "of all measured goals" }, "{spend}" }
            Tile { name: "From plan to proof", note: "median, until the last change was merged", "{took}" }
        }
    }
}

#[component]
fn Tile(name: String, note: String, children: Element) -> Element {
    rsx! {
        div { class: "tile",
            span { class: "tile-name", "{name}" }
            b { {children} }
            span { class: "tile-note", "{note}" }
        }
    }
}
