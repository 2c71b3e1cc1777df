//! Where agents may work: nothing else is touched.

mod ops;
pub mod rest;
mod store;

pub use ops::{Allowed, add, allowed, remove};
pub use store::list;
