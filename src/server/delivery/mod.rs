//! How the work of sessions leaves the house, as people set it.

mod ops;
pub mod rest;

pub use ops::{change, read};
