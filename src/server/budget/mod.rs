//! Budgets: caps, what is reserved under them, and what is left.

mod day;
mod ops;
mod reserve;
pub mod rest;
mod store;

pub use ops::{budget, caps, change, end_of_day, today};
pub use reserve::{Claim, Reserved, reserve};
