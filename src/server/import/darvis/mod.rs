//! Brings in a database of the original Darvis Maestro.
//!
//! The file is copied first, as it may be open there. What is odd about a row is
//! reported, and the rest of it comes in. Every record's old id is kept, so that
//! a second run adds only what is new. `read` gets rows out of the file, `field`
//! and `rows` make sense of them, `store` writes them.

mod field;
mod ops;
mod read;
mod rows;
mod store;

pub use field::Oddity;
pub use ops::{Added, Step, Summary, import};
