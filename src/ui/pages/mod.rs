//! The pages: one folder each, its `mod.rs` the outline.

mod board;
mod goal;
mod inbox;
mod not_found;
mod portfolio;
mod settings;

pub use board::Board;
pub use goal::Goal;
pub use inbox::Inbox;
pub use not_found::NotFound;
pub use portfolio::Portfolio;
pub use settings::{Settings, SettingsSection};
