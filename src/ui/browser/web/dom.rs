//! The document: its title, its focus, what it says aloud.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, HtmlFormElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// The element with this id, as one that can have the focus.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// All elements below the one with the id `within` that match `what` and can be seen.
fn visible(within: &str, what: &str) -> Vec<HtmlElement> {
    let Some(found) = element(within).and_then(|e| e.query_selector_all(what).ok()) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<HtmlElement>().ok()).filter(|e| e.offset_parent().is_some()).collect()
}

/// Left to [`set_title`]: Dioxus would set it by evaluating a string, which the page's policy forbids.
pub fn render_title(_title: &str) {}

/// The title of the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Gives the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Gives the focus to the page's heading, so that a screen reader reads on there.
pub fn focus_heading() {
    let heading = document().query_selector("#content h1").ok().flatten();
    if let Some(heading) = heading.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.set_attribute("tabindex", "-1");
        let options = FocusOptions::new();
        // Where the page stands is the router's business, which brings it back on the way back.
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
}

/// Moves the focus among the elements `what` below `within`: on by `step`, `i32::MIN` for the first, `i32::MAX` for the last.
pub fn focus_step(within: &str, what: &str, step: i32) {
    let all = visible(within, what);
    let Ok(count) = i32::try_from(all.len()) else { return };
    if count == 0 {
        return;
    }
    let active: Option<Element> = document().active_element();
    let at = all.iter().position(|e| Some(e.as_ref()) == active.as_ref()).and_then(|i| i32::try_from(i).ok());
    let next = match (step, at) {
        (i32::MIN, _) => 0,
        (i32::MAX, _) => count - 1,
        (_, Some(at)) => (at + step).rem_euclid(count),
        (_, None) => 0,
    };
    if let Some(next) = usize::try_from(next).ok().and_then(|i| all.get(i)) {
        let _ = next.focus();
    }
}

/// Presses the element with this id.
pub fn click(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

/// Says something to those who use a screen reader.
pub fn announce(text: &str) {
    if let Some(region) = element("announce") {
        region.set_text_content(Some(text));
    }
}

/// Sets the theme of the document; none follows the system.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// A dot on the tab's icon while something waits for the person.
pub fn set_app_icon_dot(open: u64) {
    let Ok(Some(icon)) = document().query_selector("link[rel=icon]") else { return };
    let _ = icon.set_attribute("href", if open > 0 { "/icon-dot.svg" } else { "/icon.svg" });
}

/// The value of `attribute` on the nearest element around the focus that has it.
pub fn focused(attribute: &str) -> Option<String> {
    document().active_element()?.closest(&format!("[{attribute}]")).ok().flatten()?.get_attribute(attribute)
}

/// Whether a mouse button or a finger is down on anything.
pub fn is_pressed() -> bool {
    document().query_selector(":active").is_ok_and(|found| found.is_some())
}

/// Brings the element with this id into view, sideways too.
pub fn scroll_to(id: &str) {
    if let Some(element) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Start);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Brings the element with this id to the middle of the row that it stands in; nothing moves up or down.
pub fn scroll_sideways(id: &str) {
    let Some(element) = element(id) else { return };
    if let Some(row) = element.parent_element() {
        let (own, around) = (element.get_bounding_client_rect(), row.get_bounding_client_rect());
        let off = (own.left() + own.width() / 2.0) - (around.left() + around.width() / 2.0);
        row.scroll_by_with_x_and_y(off, 0.0);
    }
}

/// Has all further movements of a pointer go to the element with this id, until it is released.
pub fn capture_pointer(id: &str, pointer: i32) {
    if let Some(element) = element(id) {
        let _ = element.set_pointer_capture(pointer);
    }
}

/// What stands in the field with this id: it may have been written before the page was live.
pub fn field_value(id: &str) -> String {
    element(id).and_then(|e| e.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value()).unwrap_or_default()
}

/// Empties the fields of the form with this id.
pub fn reset_form(id: &str) {
    if let Some(form) = element(id).and_then(|e| e.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// Sends the form with this id as a press on its button would.
pub fn send(form: &str) {
    if let Some(form) = element(form).and_then(|e| e.dyn_into::<HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}

/// Leaves the program for an address of the server.
pub fn leave(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}
