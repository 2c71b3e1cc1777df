//! The people who log in.

mod ops;
mod rest;
mod store;

pub use ops::{add, change, owner};
pub use rest::routes;
pub use store::{find_by_login, get, list};
