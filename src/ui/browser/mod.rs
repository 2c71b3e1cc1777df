//! What only a browser can do: the document's title, focus, cookies, keys, the clock.
//!
//! Call these from effects and event handlers only. On the server they do
//! nothing, so that a page renders the same on both sides.

#[cfg_attr(feature = "web", path = "web/mod.rs")]
#[cfg_attr(not(feature = "web"), path = "none.rs")]
mod side;

mod press;

pub use press::{Press, PressTarget};
pub use side::{
    EventStream, Listener, address, announce, capture_pointer, click, close_dialog, close_popover, cookie, copy, drop_target, edge_scroll,
    field_value, focus, focus_heading, focus_step, focused, is_apple, is_coarse, is_pressed, is_secure, leave, load_charts, mark,
    minute_of_day, mount_chart, note_return, note_scroll, now, on_key, on_window, pane_height, place_popover, prefers_dark, render_title,
    reset_form, restore_scroll, row_heights, scroll_pane, scroll_pane_by, scroll_pane_end, scroll_sideways, scroll_to, send,
    set_app_icon_dot, set_cookie, set_theme, set_title, show_dialog, show_row, sleep, store, stored, time_zone, told, unmount_chart,
    utc_offset_minutes, watch_for_panics,
};
