//! Which agent and model a task gets.

mod store;

pub use store::{expected, read};
