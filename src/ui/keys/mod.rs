//! What can be done from the keyboard: one list drives the handlers, the help,
//! the palette, and what assistive technology is told.

mod context;
mod list;
mod sequence;

pub use context::{Keys, use_command_keys, use_commands};
pub use list::{Command, Group, SHORTCUTS, shown};
