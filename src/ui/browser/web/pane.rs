//! A part of the page that scrolls by itself and has only those rows in it that can be seen.

use super::dom::element;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Space above a row that is brought into view, in CSS pixels.
const ABOVE: f64 = 64.0;

/// How tall the pane is inside, in CSS pixels.
pub fn pane_height(id: &str) -> Option<f64> {
    element(id).map(|pane| f64::from(pane.client_height()))
}

/// The heights of the rows that are in the pane, in CSS pixels, each with its place among all.
pub fn row_heights(pane: &str) -> Vec<(usize, f64)> {
    let Some(found) = element(pane).and_then(|pane| pane.query_selector_all("[data-row]").ok()) else { return Vec::new() };
    let rows = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<HtmlElement>().ok());
    rows.filter_map(|row| Some((row.get_attribute("data-row")?.parse().ok()?, row.get_bounding_client_rect().height()))).collect()
}

/// Scrolls the pane to so many pixels from its top.
pub fn scroll_pane(id: &str, top: f64) {
    if let Some(pane) = element(id) {
        #[expect(clippy::cast_possible_truncation, reason = "browsers end long before")]
        pane.set_scroll_top(top.round() as i32);
    }
}

/// Scrolls the pane by so many pixels.
pub fn scroll_pane_by(id: &str, by: f64) {
    if let Some(pane) = element(id) {
        pane.scroll_by_with_x_and_y(0.0, by);
    }
}

/// Scrolls the pane to its end.
pub fn scroll_pane_end(id: &str) {
    if let Some(pane) = element(id) {
        pane.set_scroll_top(pane.scroll_height());
    }
}

/// Brings a row to the top of the pane; false if it is not in it.
pub fn show_row(pane: &str, row: usize) -> bool {
    let Some(pane) = element(pane) else { return false };
    let Some(row) = pane.query_selector(&format!("[data-row=\"{row}\"]")).ok().flatten() else { return false };
    let off = row.get_bounding_client_rect().top() - pane.get_bounding_client_rect().top() - ABOVE;
    pane.scroll_by_with_x_and_y(0.0, off);
    true
}
