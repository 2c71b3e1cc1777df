//! The server's side of the pair: there is no browser, and nothing is done.

use super::Press;
use chrono::{DateTime, Utc};

/// Keeps a listener; dropping it removes the listener.
pub struct Listener;

/// The stream of events; dropping it closes the stream.
pub struct EventStream;

impl EventStream {
    /// Opens nothing.
    pub fn open(_after: i64, _on_event: impl FnMut(String) + 'static, _on_state: impl FnMut(bool) + 'static) -> Self {
        Self
    }

    /// Opens nothing.
    pub fn transcript(
        _session: &str,
        _after: i64,
        _on_event: impl FnMut(String) + 'static,
        _on_state: impl FnMut(bool) + 'static,
        _on_end: impl FnMut() + 'static,
    ) -> Self {
        Self
    }
}

/// Nothing listens.
pub fn on_key(_handler: impl FnMut(Press) -> bool + 'static) -> Listener {
    Listener
}

/// Nothing listens.
pub fn on_window(_event: &'static str, _handler: impl FnMut() + 'static) -> Listener {
    Listener
}

/// The JSON that tells the browser what the server knows.
pub fn told(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub fn announce(_text: &str) {}
pub fn leave(_address: &str) {}
pub async fn load_charts() -> Result<(), String> {
    Ok(())
}
pub fn mount_chart(_id: &str, _told: &str) -> bool {
    false
}
pub fn unmount_chart(_id: &str) {}
pub fn send(_form: &str) {}
pub fn click(_id: &str) {}
pub fn close_dialog(_id: &str) {}
pub fn close_popover(_id: &str) {}
pub fn cookie(_name: &str) -> Option<String> {
    None
}
pub async fn copy(_text: &str) -> bool {
    false
}
pub fn drop_target(_x: f64, _y: f64) -> Option<String> {
    None
}
pub fn edge_scroll(_y: f64) {}
pub fn focus(_id: &str) {}
pub fn focus_heading() {}
pub fn focus_step(_within: &str, _what: &str, _step: i32) {}
pub fn is_apple() -> bool {
    false
}
pub fn is_coarse() -> bool {
    false
}
pub fn is_pressed() -> bool {
    false
}
pub fn is_secure() -> bool {
    true
}
pub fn mark(_name: &str) {}
pub fn minute_of_day(_zone: Option<&str>) -> Option<u32> {
    None
}
pub fn note_return() {}
pub fn note_scroll() {}
pub fn restore_scroll() {}
pub fn now() -> Option<DateTime<Utc>> {
    None
}
pub fn place_popover(_id: &str, _anchor: &str) {}
pub fn set_app_icon_dot(_open: u64) {}
pub fn set_cookie(_name: &str, _value: &str) {}
pub fn set_theme(_theme: Option<&str>) {}
pub fn set_title(_title: &str) {}
/// The title in the page's first HTML.
pub fn render_title(title: &str) {
    dioxus::document::document().set_title(title.to_owned());
}
pub fn show_dialog(_id: &str) {}
pub async fn sleep(_ms: u32) {}
pub fn store(_key: &str, _value: &str) {}
pub fn stored(_key: &str) -> Option<String> {
    None
}
pub fn time_zone() -> Option<String> {
    None
}
pub fn utc_offset_minutes() -> i32 {
    0
}
pub fn watch_for_panics() {}
pub fn prefers_dark() -> bool {
    false
}
pub fn address() -> String {
    String::new()
}
pub fn focused(_attribute: &str) -> Option<String> {
    None
}
pub fn scroll_sideways(_id: &str) {}
pub fn scroll_to(_id: &str) {}
pub fn capture_pointer(_id: &str, _pointer: i32) {}
pub fn reset_form(_id: &str) {}
pub fn field_value(_id: &str) -> String {
    String::new()
}
pub fn pane_height(_id: &str) -> Option<f64> {
    None
}
pub fn row_heights(_pane: &str) -> Vec<(usize, f64)> {
    Vec::new()
}
pub fn scroll_pane(_id: &str, _top: f64) {}
pub fn scroll_pane_by(_id: &str, _by: f64) {}
pub fn scroll_pane_end(_id: &str) {}
pub fn show_row(_pane: &str, _row: usize) -> bool {
    false
}
