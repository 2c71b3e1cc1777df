use super::desk::Desk;
use crate::{
    domain::{
        Usd,
        budget::PastDay,
        foresight::{Hindsight, hindsight},
    },
    ui::format,
};
use dioxus::prelude::*;

/// The drawing's size, and how wide a day is in it.
const WIDTH: u32 = 600;
const HEIGHT: f64 = 88.0;
const DAY: f64 = 20.0;

/// The last days: what was spent, and what today's cap would have left unspent.
#[component]
pub fn History() -> Element {
    let desk: Desk = use_context();
    let budget = desk.budget.read();
    let (days, cap, today) = (budget.history.clone(), budget.caps.day_usd, budget.day.date);
    let spent: Usd = days.iter().map(|day| day.spent_usd).sum();
    let lead = format!(
        "{spent} in {}.{}",
        format::plural(count(&days), "day"),
        cap.map(|cap| kept(hindsight(&days, cap), cap)).unwrap_or_default()
    );
    rsx! {
        section { class: "panel",
            h2 { "The last days" }
            p { class: "panel-lead", "{lead}" }
            if spent > Usd::ZERO {
                Bars { days: days.clone(), cap, label: lead.clone() }
            }
            table { class: "table spend-days",
                thead {
                    tr {
                        th { scope: "col", "Day" }
                        th { scope: "col", class: "number", "Spent" }
                        th { scope: "col", class: "number", "Sessions" }
                        if cap.is_some() {
                            th { scope: "col", class: "number", "Over the cap" }
                        }
                    }
                }
                tbody {
                    for day in days {
                        tr { key: "{day.date}", "data-quiet": day.sessions == 0 && day.spent_usd == Usd::ZERO,
                            th { scope: "row", if day.date == today { "Today" } else { {format::day(day.date, today)} } }
                            td { class: "number", "{day.spent_usd}" }
                            td { class: "number", "{day.sessions}" }
                            if cap.is_some() {
                                td { class: "number", "data-over": day.over_cap_usd > Usd::ZERO,
                                    if day.over_cap_usd > Usd::ZERO { "{day.over_cap_usd}" } else { "—" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn kept(past: Hindsight, cap: Usd) -> String {
    match past.stopped {
        0 => format!(" None was over {cap}."),
        stopped => format!(" A cap of {cap} would have stopped {} and kept {}.", format::plural(stopped, "day"), past.kept_usd),
    }
}

/// A bar for each day, the oldest at the left. The table below says the same.
#[component]
fn Bars(days: Vec<PastDay>, cap: Option<Usd>, label: String) -> Element {
    let most = days.iter().map(|day| day.spent_usd).chain(cap).max().unwrap_or_default();
    let line = cap.map(|cap| HEIGHT - tall(cap, most));
    rsx! {
        svg { class: "spend-bars", view_box: "0 0 {WIDTH} {HEIGHT}", preserve_aspect_ratio: "none", role: "img", "aria-label": "{label}",
            for (at , day) in days.iter().rev().enumerate() {
                rect {
                    key: "{day.date}",
                    x: left(at),
                    y: HEIGHT - tall(day.spent_usd, most),
                    width: DAY * 0.7,
                    height: tall(day.spent_usd, most),
                    "data-over": day.over_cap_usd > Usd::ZERO,
                }
            }
            if let Some(y) = line {
                line { x1: "0", x2: "{WIDTH}", y1: y, y2: y, vector_effect: "non-scaling-stroke" }
            }
        }
    }
}

fn left(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap_or_default()) * DAY + DAY * 0.15
}

/// How tall an amount is drawn, the largest nearly as tall as the drawing.
fn tall(amount: Usd, most: Usd) -> f64 {
    if most <= Usd::ZERO { 0.0 } else { (HEIGHT - 2.0) * amount.dollars() / most.dollars() }
}

fn count(days: &[PastDay]) -> u64 {
    u64::try_from(days.len()).unwrap_or_default()
}
