//! Sessions that Maestro starts, in the database.

mod asks;
mod jobs;
mod models;
mod runs;
mod views;
mod word;

pub use asks::{
    ask, asks, asks_of, count_pending, count_pending_of, insert_ask, mark_delivered, memories, remember, settle, undelivered, withdraw,
    withdraw_all,
};
pub use jobs::{count_live, insert, job, last_of, live, queued, save, to_deliver, told_window, with_worktrees};
pub use models::count_models;
pub use runs::{begin, cover, end, run};
pub use views::{views, work_of};
