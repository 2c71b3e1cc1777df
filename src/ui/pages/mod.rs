//! The pages: one folder each, its `mod.rs` the outline.

mod board;
mod dispatch;
mod goal;
mod impact;
mod inbox;
mod not_found;
mod portfolio;
mod session;
mod settings;

pub use board::Board;
pub use dispatch::Dispatch;
pub use goal::Goal;
pub use impact::Impact;
pub use inbox::Inbox;
pub use not_found::NotFound;
pub use portfolio::Portfolio;
pub use session::{ContextFill, Session, look as session_look};
pub use settings::{Settings, SettingsSection};
