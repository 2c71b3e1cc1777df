//! Tasks: the pieces of a goal, and what waits for what.

pub mod form;
mod ops;
pub mod rest;
mod store;

pub use ops::{add, bring_back, change, remove, update};
pub use store::{find, get, of_goal, waiting_to_start};
