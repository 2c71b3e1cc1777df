//! A line as small as a word.

use dioxus::prelude::*;

/// The drawing's size; it stretches to its place.
const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 44.0;
/// Room for the line's own width.
const PAD: f64 = 3.0;

/// The course of a few values. `label` says it in words.
#[component]
pub fn Sparkline(points: Vec<f64>, label: String) -> Element {
    let line = path(&points);
    rsx! {
        svg {
            class: "sparkline",
            view_box: "0 0 {WIDTH} {HEIGHT}",
            preserve_aspect_ratio: "none",
            role: "img",
            "aria-label": "{label}",
            path { d: "{line}", fill: "none", stroke: "var(--observed)", stroke_width: "1.6", "vector-effect": "non-scaling-stroke" }
        }
    }
}

fn path(points: &[f64]) -> String {
    let (low, high) = points.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(*p), high.max(*p)));
    let range = if high > low { high - low } else { 1.0 };
    #[expect(clippy::cast_precision_loss, reason = "a few points")]
    let step = WIDTH / (points.len().max(2) - 1) as f64;
    let mut text = String::new();
    let mut x = 0.0;
    for (i, point) in points.iter().enumerate() {
        let y = HEIGHT - PAD - (point - low) / range * (HEIGHT - 2.0 * PAD);
        text += &format!("{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
        x += step;
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_highest_value_is_on_top() {
        assert_eq!(super::path(&[1.0, 3.0]), "M0.0 41.0L220.0 3.0");
        assert_eq!(super::path(&[2.0, 2.0]), "M0.0 41.0L220.0 41.0");
        assert_eq!(super::path(&[]), "");
    }
}
