use crate::{domain::metric::Metric, ui::format};
use dioxus::prelude::*;

/// The drawing's size in its own units; it stretches to its place.
const WIDTH: f64 = 720.0;
/// Room for the words at the left.
const LEFT: f64 = 56.0;
/// Room for the value at the right of the longest bar.
const RIGHT: f64 = 96.0;
const BAR: f64 = 26.0;
const GAP: f64 = 14.0;
const TOP: f64 = 6.0;

/// Before and after as two bars that start at zero. The sentence beside them says it in words.
#[component]
pub fn Bars(metric: Metric) -> Element {
    let unit = metric.unit.as_deref();
    let rows: Vec<(&str, f64)> =
        [Some(("Before", metric.before)), metric.after.map(|after| ("After", after))].into_iter().flatten().collect();
    let scale = Scale::of(&rows.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    #[expect(clippy::cast_precision_loss, reason = "two rows")]
    let height = TOP * 2.0 + rows.len() as f64 * (BAR + GAP) - GAP;
    let label = rows.iter().map(|(name, value)| format!("{name} {}", format::quantity(*value, unit))).collect::<Vec<_>>().join(", ");
    rsx! {
        svg { class: "bars", view_box: "0 0 {WIDTH} {height}", role: "img", "aria-label": "{metric.name}: {label}",
            for (i , (name , value)) in rows.into_iter().enumerate() {
                Bar { key: "{name}", name, row: i, text: format::quantity(value, unit), scale, value }
            }
            line { class: "bars-zero", x1: scale.x(0.0), x2: scale.x(0.0), y1: "0", y2: height }
        }
    }
}

#[component]
fn Bar(name: &'static str, row: usize, text: String, scale: Scale, value: f64) -> Element {
    #[expect(clippy::cast_precision_loss, reason = "two rows")]
    let y = TOP + row as f64 * (BAR + GAP);
    let (from, to) = (scale.x(0.0).min(scale.x(value)), scale.x(0.0).max(scale.x(value)));
    let middle = y + BAR / 2.0 + 4.5;
    rsx! {
        text { x: "0", y: middle, class: "bars-name", "{name}" }
        rect {
            class: "bars-bar",
            "data-after": row == 1,
            x: from,
            y,
            width: (to - from).max(1.5),
            height: BAR,
            rx: "3",
        }
        text { x: to + 8.0, y: middle, class: "bars-value", "{text}" }
    }
}

/// Where a value stands in the drawing.
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
        ((LEFT + share * (WIDTH - LEFT - RIGHT)) * 10.0).round() / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_start_at_zero() {
        let scale = Scale::of(&[422.0, 278.0]);
        assert_eq!(scale.x(0.0), LEFT);
        assert_eq!(scale.x(422.0), WIDTH - RIGHT);
        let below = Scale::of(&[-10.0, 10.0]);
        assert!(below.x(-10.0) < below.x(0.0) && below.x(0.0) < below.x(10.0));
        let nothing = Scale::of(&[0.0, 0.0]);
        assert!(nothing.x(0.0).is_finite());
    }
}
