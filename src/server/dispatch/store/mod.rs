//! Sessions that Maestro starts, in the database.

mod asks;
mod jobs;
mod runs;
mod views;
mod word;

pub use asks::{
    ask, asks, asks_of, count_pending, count_pending_of, insert_ask, mark_delivered, memories, remember, settle, undelivered, withdraw,
    withdraw_all,
};
pub use jobs::{count_live, highest_priority, insert, job, last_of, live, queued, save, to_deliver, with_worktrees};
pub use runs::{begin, cover, end, run};
pub use views::{views, work_of};
