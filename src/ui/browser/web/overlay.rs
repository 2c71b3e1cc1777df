//! Dialogs and menus: the browser's own, placed by us.

use super::dom::element;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Space between a menu and the edge of the window, in CSS pixels.
const MARGIN: f64 = 8.0;

/// Opens the `dialog` with this id over the page.
pub fn show_dialog(id: &str) {
    let Some(dialog) = dialog(id) else { return };
    if !dialog.open() {
        let _ = dialog.show_modal();
        // Fields of the page that come in later than the dialog opens are not found by the browser.
        let wanted = dialog.query_selector("[autofocus], .dialog-body input, .dialog-body textarea, footer button").ok().flatten();
        if let Some(wanted) = wanted.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = wanted.focus();
        }
    }
}

/// Closes the `dialog` with this id.
pub fn close_dialog(id: &str) {
    let Some(dialog) = dialog(id) else { return };
    if dialog.open() {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    element(id)?.dyn_into().ok()
}

/// Places the popover with this id below (or, without room, above) the element `anchor`, in browsers that do not do so by style.
pub fn place_popover(id: &str, anchor: &str) {
    let (Some(popover), Some(anchor)) = (element(id), element(anchor)) else { return };
    let by_style = web_sys::css::supports_with_value("position-area", "block-end").unwrap_or(false);
    if !by_style && popover.matches(":popover-open").unwrap_or(false) {
        place(&popover, &anchor);
    }
}

/// Closes the popover with this id.
pub fn close_popover(id: &str) {
    if let Some(popover) = element(id) {
        // Closing what is closed is an error that changes nothing.
        let _ = popover.hide_popover();
    }
}

fn place(popover: &HtmlElement, anchor: &HtmlElement) -> Option<()> {
    let window = gloo::utils::window();
    let width = window.inner_width().ok()?.as_f64()?;
    let height = window.inner_height().ok()?.as_f64()?;
    let (menu, at) = (popover.get_bounding_client_rect(), anchor.get_bounding_client_rect());
    let left = at.left().min(width - menu.width() - MARGIN).max(MARGIN);
    let below = at.bottom() + 4.0;
    let top = if below + menu.height() + MARGIN <= height { below } else { (at.top() - menu.height() - 4.0).max(MARGIN) };
    let style = popover.style();
    style.set_property("left", &format!("{left}px")).ok()?;
    style.set_property("top", &format!("{top}px")).ok()
}
