//! Secrets of integrations: sealed at rest, write-only towards callers.
//!
//! The key lies beside the database in a file that only its owner can read, so
//! that a copy of the database alone gives nothing away.

mod key;
mod ops;
mod place;
mod seal;
mod store;

pub use key::{check as check_key, file as key_file};
pub use ops::{Sealed, any, forget, get, last4, put, remove, seal};
pub use place::{needed_again, same_origin};
pub use store::last4_of;
