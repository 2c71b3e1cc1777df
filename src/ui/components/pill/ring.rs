use super::MeterTone;
use dioxus::prelude::*;

/// Radius of the ring, and of the circle its share is drawn along, in units of the drawing.
const RADIUS: f64 = 8.0;

/// A share of a whole as a ring, small enough to stand in a line; what it means is said beside it.
#[component]
pub fn Ring(
    /// 0 to 1.
    share: f64,
    #[props(default)] tone: MeterTone,
) -> Element {
    let round = RADIUS * std::f64::consts::TAU;
    let drawn = share.clamp(0.0, 1.0) * round;
    rsx! {
        svg { class: "share-ring", "data-tone": tone.as_str(), view_box: "0 0 20 20", width: "16", height: "16", "aria-hidden": "true",
            circle { class: "ring-whole", cx: "10", cy: "10", r: "{RADIUS}" }
            circle {
                class: "ring-share",
                cx: "10",
                cy: "10",
                r: "{RADIUS}",
                transform: "rotate(-90 10 10)",
                "stroke-dasharray": "{drawn:.2} {round:.2}",
            }
        }
    }
}
