//! Goals: making, changing, finding them, with all that belongs to them.

mod detail;
mod example;
pub mod form;
mod ops;
pub mod rest;
mod store;

pub use detail::detail;
pub use example::{add_example, first_run};
pub use ops::{archive, change, create, insert, put_context, restore, set_outcomes, update};
pub use store::{board, context, context_change, context_versions, get, id_of, list, spend, summaries, summaries_of, touch, values};
pub(crate) use store::{filtered, newest_first};
