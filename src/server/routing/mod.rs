//! Which agent and model a task gets.

mod ops;
pub mod rest;
mod store;

pub use ops::{attempt, read, write};
pub use store::expected;
