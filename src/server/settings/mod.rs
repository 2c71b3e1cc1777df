//! What people set, by name, as JSON.

mod store;

pub use store::{read, write};
