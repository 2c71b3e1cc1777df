//! The browser's side of the pair.

mod charts;
mod device;
mod dom;
mod drag;
mod events;
mod listen;
mod overlay;
mod pane;
mod panic;
mod scroll;

pub use charts::{load_charts, mount_chart, unmount_chart};
pub use device::{
    address, cookie, copy, is_apple, is_coarse, is_secure, mark, minute_of_day, now, prefers_dark, set_cookie, sleep, store, stored,
    time_zone, utc_offset_minutes,
};
pub use dom::{
    announce, capture_pointer, click, field_value, focus, focus_heading, focus_step, focused, is_pressed, leave, render_title, reset_form,
    scroll_sideways, scroll_to, send, set_app_icon_dot, set_theme, set_title,
};
pub use drag::{drop_target, edge_scroll};
pub use events::{EventStream, told};
pub use listen::{Listener, on_key, on_window};
pub use overlay::{close_dialog, close_popover, place_popover, show_dialog};
pub use pane::{pane_height, row_heights, scroll_pane, scroll_pane_by, scroll_pane_end, show_row};
pub use panic::watch_for_panics;
pub use scroll::{note_return, note_scroll, restore_scroll};
