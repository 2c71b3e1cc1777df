use crate::{rpc, ui::hooks::use_loaded};
use dioxus::prelude::*;

/// What was observed and what was expected, drawn by the server. `described_by` is the id of the same numbers as a table.
#[component]
pub fn Chart(id: String, described_by: String) -> Element {
    rsx! {
        SuspenseBoundary {
            fallback: |_| rsx! {
                div { class: "chart", "aria-hidden": "true" }
            },
            // Another version is another picture.
            for id in [id] {
                Drawn { key: "{id}", id: id.clone(), described_by: described_by.clone() }
            }
        }
    }
}

#[component]
fn Drawn(id: String, described_by: String) -> Element {
    let asked = id.clone();
    let picture = match use_loaded(move || rpc::metrics::picture(asked.clone())) {
        Ok(picture) => picture,
        Err(RenderError::Error(error)) => {
            return rsx! {
                p { class: "chart-missing", "The chart is missing: {error}. The table has its numbers." }
            };
        }
        Err(waiting) => return Err(waiting),
    };
    // Which of the two is seen depends on the room that there is.
    rsx! {
        div { class: "chart",
            div { class: "chart-wide", dangerous_inner_html: described(&picture.wide, &described_by) }
            div { class: "chart-narrow", dangerous_inner_html: described(&picture.narrow, &described_by) }
        }
    }
}

fn described(svg: &str, by: &str) -> String {
    svg.replacen("<svg ", &format!("<svg aria-describedby=\"{by}\" "), 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_picture_names_its_table() {
        assert_eq!(super::described("<svg role=\"img\"><svg /></svg>", "t"), "<svg aria-describedby=\"t\" role=\"img\"><svg /></svg>");
    }
}
