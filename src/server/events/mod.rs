//! The activity log and the live stream that is made from it.

pub mod rest;
mod store;
mod stream;

pub use store::{after, latest, newest, of_goal};
