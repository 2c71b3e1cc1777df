//! What the work of many goals did to their metrics, with what it cost.

mod ops;
pub mod rest;
mod row;

pub use ops::impact;
