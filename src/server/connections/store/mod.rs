//! Connections in the database, and the answers that their peers gave.

mod answers;
mod rows;

pub use answers::{answer, forget_answers, keep_answers};
pub use rows::{Mark, code_host_known, delete, get, insert, list, mark, save};
