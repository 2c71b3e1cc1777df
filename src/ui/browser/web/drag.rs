//! What lies under the pointer while something is dragged.

use gloo::utils::{document, window};

/// How near to the window's edge, in CSS pixels, a drag begins to scroll it.
const EDGE: f64 = 72.0;
/// How far it scrolls with each movement.
const STEP: f64 = 18.0;

/// The `data-drop` of the nearest place under a point of the window that takes what is dragged.
pub fn drop_target(x: f64, y: f64) -> Option<String> {
    #[expect(clippy::cast_possible_truncation, reason = "a position in the window")]
    let under = document().element_from_point(x as f32, y as f32)?;
    under.closest("[data-drop]").ok().flatten()?.get_attribute("data-drop")
}

/// Scrolls the window while the pointer is near its upper or lower edge.
pub fn edge_scroll(y: f64) {
    let window = window();
    let height = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(f64::MAX);
    if y < EDGE {
        window.scroll_by_with_x_and_y(0.0, -STEP);
    } else if y > height - EDGE {
        window.scroll_by_with_x_and_y(0.0, STEP);
    }
}
