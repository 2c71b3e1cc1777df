//! What the agents cost, and when.

mod asked;
mod store;

pub use asked::ask;
pub use store::{between, book};
