//! What agents report, and the Inbox for what fits no goal.

mod inbox;
mod matching;
mod ops;
pub mod rest;
mod store;

pub use inbox::{assign, bring_back, dismiss, inbox, unassign};
pub use ops::receive;
pub use store::count_waiting;
