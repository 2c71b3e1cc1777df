//! The standup, from what the store knows.

mod ops;
pub mod rest;
mod store;

pub use ops::standup;
