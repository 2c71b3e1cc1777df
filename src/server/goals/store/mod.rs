//! Goals in the database.

mod board;
mod context;
mod history;
mod rows;
mod summary;
mod words;

pub use board::board;
pub use context::{context, context_change, context_versions, put_context};
pub(super) use history::{keep, of as history};
pub(super) use rows::{ancestors, any, children, insert, insert_example, person_exists, row, save, set_archived, set_outcomes};
pub(crate) use rows::{filtered, labels, newest_first};
pub use rows::{get, id_of, list, touch, values};
pub use summary::{spend, summaries, summaries_of};
