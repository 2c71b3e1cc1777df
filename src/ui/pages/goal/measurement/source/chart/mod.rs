//! The picture of an assessment, drawn by the server, and the same to be explored.

mod live;

use crate::{
    domain::assessment::{Assessment, Picture},
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph},
        hooks::use_loaded,
    },
};
use dioxus::prelude::*;
use live::{Exploring, Live, use_exploring};

/// What was observed and what was expected. `described_by` is the id of the same numbers as a table.
#[component]
pub fn Chart(assessment: Assessment, described_by: String) -> Element {
    let exploring = use_exploring();
    let metric = assessment.metric.clone();
    rsx! {
        div { class: "chart-block",
            SuspenseBoundary {
                fallback: |_| rsx! {
                    div { class: "chart", "aria-hidden": "true" }
                },
                // Another version is another picture.
                for assessment in [assessment] {
                    Drawn { key: "{assessment.id}", assessment: assessment.clone(), described_by: described_by.clone(), exploring }
                }
            }
            Tools { metric, exploring }
        }
    }
}

/// The way to the chart that moves, and back.
#[component]
fn Tools(metric: String, exploring: Exploring) -> Element {
    let wanted = exploring.is_wanted();
    rsx! {
        div { class: "chart-tools",
            Button {
                kind: ButtonKind::Quiet,
                icon: if wanted { Glyph::Chart } else { Glyph::Search },
                busy: exploring.is_coming(),
                "aria-label": if wanted { format!("Show as picture: {metric}") } else { format!("Explore {metric}") },
                onclick: move |_| exploring.toggle(),
                if wanted {
                    "Show as picture"
                } else {
                    "Explore"
                }
            }
            if let Some(wrong) = exploring.failure() {
                p { class: "field-error", role: "alert", "The chart to explore did not come: {wrong}" }
            }
        }
    }
}

#[component]
fn Drawn(assessment: Assessment, described_by: String, exploring: Exploring) -> Element {
    let asked = assessment.id.clone();
    let picture = match use_loaded(move || rpc::metrics::picture(asked.clone())) {
        Ok(picture) => picture,
        Err(RenderError::Error(error)) => {
            return rsx! {
                p { class: "chart-missing", "The chart is missing: {error}. The table has its numbers." }
            };
        }
        Err(waiting) => return Err(waiting),
    };
    let note = note(&picture, assessment.unit.as_deref());
    rsx! {
        if exploring.is_wanted() {
            Live { assessment, exploring,
                Pair { picture: (*picture).clone(), described_by }
            }
        } else {
            Pair { picture: (*picture).clone(), described_by }
        }
        p { class: "chart-note", "{note}" }
    }
}

/// A picture for each width. Which of the two is seen depends on the room that there is.
#[component]
pub fn Pair(picture: Picture, described_by: String, #[props(default)] low: bool) -> Element {
    rsx! {
        div { class: "chart", "data-low": low.then_some("true"),
            div { class: "chart-wide", dangerous_inner_html: described(&picture.wide, &described_by) }
            div { class: "chart-narrow", dangerous_inner_html: described(&picture.narrow, &described_by) }
        }
    }
}

/// What the axes do not say.
fn note(picture: &Picture, unit: Option<&str>) -> String {
    let unit = unit.map_or(String::new(), measured_in);
    let start = picture.axis_from.as_ref().map_or(String::new(), |start| format!("; axis starts at {start}"));
    format!("{unit}times are UTC{start}")
}

/// `in ms, `; a unit that is no noun stands behind one.
pub fn measured_in(unit: &str) -> String {
    let follows = ["per ", "a ", "an "].iter().any(|word| unit.starts_with(word));
    if follows { format!("values {unit}, ") } else { format!("in {unit}, ") }
}

fn described(svg: &str, by: &str) -> String {
    svg.replacen("<svg ", &format!("<svg aria-describedby=\"{by}\" "), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_names_its_table() {
        assert_eq!(described("<svg role=\"img\"><svg /></svg>", "t"), "<svg aria-describedby=\"t\" role=\"img\"><svg /></svg>");
    }

    #[test]
    fn an_axis_that_does_not_start_at_0_says_where() {
        let from = |axis_from: Option<&str>| Picture { axis_from: axis_from.map(str::to_owned), ..Picture::default() };
        assert_eq!(note(&from(Some("250 ms")), Some("ms")), "in ms, times are UTC; axis starts at 250 ms");
        assert_eq!(note(&from(None), None), "times are UTC");
        assert_eq!(note(&from(None), Some("per second")), "values per second, times are UTC");
    }
}
