//! What the agents cost, and when.

mod store;

pub use store::{between, book, book_question};
