use crate::{domain::metric::Metric, ui::format};
use dioxus::prelude::*;

/// Before and after as two bars that start at zero. The sentence beside them says it in words.
#[component]
pub fn Bars(metric: Metric) -> Element {
    let unit = metric.unit.as_deref();
    let rows: Vec<(&str, f64)> =
        [Some(("Before", metric.before)), metric.after.map(|after| ("After", after))].into_iter().flatten().collect();
    let scale = Scale::of(&rows.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let words: Vec<String> = rows.iter().map(|(name, value)| format!("{name} {}", format::quantity(*value, unit))).collect();
    rsx! {
        div { class: "compare", role: "img", "aria-label": "{metric.name}: {words.join(\", \")}",
            for (name , value) in rows {
                Bar { key: "{name}", name, text: format::quantity(value, unit), scale, value }
            }
        }
    }
}

#[component]
fn Bar(name: &'static str, text: String, scale: Scale, value: f64) -> Element {
    let (zero, end) = (scale.x(0.0), scale.x(value));
    rsx! {
        span { class: "compare-name", "{name}" }
        svg { class: "compare-track", view_box: "0 0 100 10", preserve_aspect_ratio: "none",
            rect {
                class: "compare-bar",
                "data-name": name,
                x: zero.min(end),
                width: (end - zero).abs(),
                height: "10",
            }
            line { class: "compare-zero", x1: zero, x2: zero, y1: "0", y2: "10" }
        }
        span { class: "compare-value", "{text}" }
    }
}

/// Where a value stands, in percent of the width.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// From zero, or from the lowest value below it, to the highest.
    fn of(values: &[f64]) -> Self {
        let low = values.iter().copied().fold(0.0, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        Self { low, high: if high > low { high } else { low + 1.0 } }
    }

    fn x(self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        (share * 1_000.0).round() / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_start_at_zero() {
        let scale = Scale::of(&[422.0, 278.0]);
        assert_eq!((scale.x(0.0), scale.x(422.0)), (0.0, 100.0));
        let below = Scale::of(&[-10.0, 10.0]);
        assert_eq!((below.x(-10.0), below.x(0.0), below.x(10.0)), (0.0, 50.0, 100.0));
        let nothing = Scale::of(&[0.0, 0.0]);
        assert_eq!(nothing.x(0.0), 0.0);
    }
}
