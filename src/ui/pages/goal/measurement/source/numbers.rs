use crate::{
    domain::{
        assessment::{Assessment, Beyond},
        stats::{Bin, number},
    },
    ui::{figures::Figures, format},
};
use chrono::DateTime;
use dioxus::prelude::*;
use std::collections::HashMap;

/// The figures of the whole in one row; read aloud with the picture where it is not shown.
#[component]
pub fn Summary(id: String, assessment: Assessment, shown: bool) -> Element {
    let figures = Figures::of(&assessment);
    let value = |number: Option<f64>| number.map_or_else(|| "—".into(), |number| figures.value(number));
    let row = [
        ("Before", assessment.before, value(assessment.before)),
        ("After", assessment.after, value(assessment.after)),
        ("Expected", assessment.expected, value(assessment.expected)),
        ("Effect", assessment.effect, effect(figures)),
    ];
    let interval = figures.interval().unwrap_or_else(|| "—".into());
    let p = assessment.p.map_or_else(|| "—".into(), |p| number::p(p).trim_start_matches("p ").trim_start_matches("= ").to_owned());
    rsx! {
        div {
            class: if shown { "table-region" } else { "visually-hidden" },
            // What is wider than the screen is moved by the keys.
            tabindex: shown.then_some("0"),
            role: shown.then_some("region"),
            "aria-label": shown.then(|| format!("{}, the comparison", assessment.metric)),
            table { id, class: "table summary-table",
                caption { class: "visually-hidden", "{assessment.metric}: the figures of the comparison" }
                thead {
                    tr {
                        for (name , ..) in &row {
                            th { key: "{name}", scope: "col", "{name}" }
                        }
                        th { scope: "col", "95 % interval" }
                        th { scope: "col", "p" }
                    }
                }
                tbody {
                    tr {
                        for (name , raw , words) in row.clone() {
                            td { key: "{name}", "data-name": "{name}", Number { raw, words } }
                        }
                        td { "data-name": "Interval", "data-low": assessment.ci_low.map(|n| n.to_string()), "data-high": assessment.ci_high.map(|n| n.to_string()), "{interval}" }
                        td { "data-name": "p", Number { raw: assessment.p, words: p } }
                    }
                }
            }
        }
    }
}

fn effect(figures: Figures<'_>) -> String {
    match (figures.difference(), figures.effect()) {
        (Some(difference), Some(percent)) if percent != difference => format!("{difference} ({percent})"),
        (difference, _) => difference.unwrap_or_else(|| "—".into()),
    }
}

/// A number as it is read, with the exact one behind it.
#[component]
fn Number(#[props(!optional)] raw: Option<f64>, words: String) -> Element {
    match raw {
        Some(raw) => rsx! {
            data { value: "{raw}", "{words}" }
        },
        None => rsx! {
            span { class: "muted", "{words}" }
        },
    }
}

/// Every bin of the pictures.
#[component]
pub fn Bins(assessment: Assessment) -> Element {
    let expected: HashMap<i64, Bin> = assessment.counterfactual.iter().map(|bin| (bin.at, *bin)).collect();
    let beyond: HashMap<i64, Beyond> = assessment.beyond().into_iter().map(|bin| (bin.at, bin)).collect();
    let end = assessment.intervention.end.timestamp();
    let columns = columns(assessment.adds_up);
    let cells = |at: i64, observed: Option<f64>| {
        let (bin, beyond) = (expected.get(&at), beyond.get(&at));
        let band = beyond.and_then(|b| b.band);
        let differences = [beyond.and_then(|b| b.effect), band.map(|b| b.0), band.map(|b| b.1), beyond.and_then(|b| b.sum)];
        let curve = [observed, bin.map(|b| b.expected), bin.map(|b| b.low), bin.map(|b| b.high)];
        columns.iter().copied().zip(curve.into_iter().chain(differences)).collect::<Vec<_>>()
    };
    rsx! {
        div { class: "table-region bins", tabindex: "0", role: "region", "aria-label": "{assessment.metric}, by time",
            table { class: "table",
                thead {
                    tr {
                        th { scope: "col", "Time (UTC)" }
                        for name in columns.iter().copied() {
                            th { key: "{name}", scope: "col", class: "number", "{name}" }
                        }
                    }
                }
                tbody {
                    for point in assessment.observed.iter() {
                        tr { key: "{point.at}", "data-after": point.at >= end,
                            td { class: "nowrap", {moment(point.at)} }
                            for (name , raw) in cells(point.at, point.value) {
                                td { key: "{name}", class: "number", Number { raw, words: words(raw) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is added up has a column only where it adds up.
fn columns(adds_up: bool) -> &'static [&'static str] {
    const ALL: [&str; 8] = ["Observed", "Expected", "Low", "High", "Effect", "Effect, low", "Effect, high", "Added up"];
    if adds_up { &ALL } else { &ALL[..7] }
}

fn words(value: Option<f64>) -> String {
    value.map_or_else(|| "—".into(), format::value)
}

fn moment(at: i64) -> String {
    DateTime::from_timestamp(at, 0).map_or_else(String::new, |time| time.format("%-d %b %Y, %H:%M").to_string())
}
