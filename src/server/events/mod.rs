//! The activity log and the live stream that is made from it.

mod ops;
pub mod rest;
mod store;
mod stream;

pub use ops::tidy;
pub use store::{after, latest, newest, of_goal};
