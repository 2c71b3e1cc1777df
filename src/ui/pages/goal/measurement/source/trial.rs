use crate::{
    domain::metric_source::{Sample, SourceTest},
    ui::{
        components::{Glyph, Icon, Sparkline},
        format,
    },
};
use dioxus::prelude::*;

/// What a test of a source found: the last points, or the peer's own words.
#[component]
pub fn Found(test: SourceTest, #[props(default)] unit: Option<String>) -> Element {
    let values: Vec<f64> = test.points.iter().filter_map(|p| p.value).collect();
    let label = match (values.first(), values.last()) {
        (Some(first), Some(last)) => format!("The last values, from {} to {}", format::value(*first), format::value(*last)),
        _ => "No values".into(),
    };
    rsx! {
        div { class: "found", role: "status", "data-ok": test.ok,
            p { class: "found-head",
                Icon { glyph: if test.ok { Glyph::Check } else { Glyph::Warning } }
                if test.ok {
                    b { "It works: {test.detail}" }
                } else {
                    b { "It does not work" }
                }
            }
            if !test.ok {
                pre { class: "verbatim", "{test.detail}" }
            }
            for warning in &test.warnings {
                p { key: "{warning}", class: "found-warning",
                    Icon { glyph: Glyph::Info, size: 14 }
                    "{warning}"
                }
            }
            if values.len() > 1 {
                Sparkline { points: values, label }
            }
            if !test.points.is_empty() {
                ol { class: "points",
                    for point in test.points.iter().rev().take(6) {
                        li { key: "{point.at}",
                            span { class: "muted numeric", {format::moment(point.at)} }
                            span { class: "numeric", {value(point, unit.as_deref())} }
                        }
                    }
                }
            }
        }
    }
}

fn value(point: &Sample, unit: Option<&str>) -> String {
    point.value.map_or_else(|| "no value".into(), |value| format::quantity(value, unit))
}
