//! Where the metrics of goals are read from, and what was read.

pub mod announce;
mod embed;
mod experiment;
mod hook;
mod measured;
mod ops;
pub mod poll;
mod read;
mod receive;
pub mod rest;
mod retention;
mod store;
mod test;

pub use experiment::experiment;
pub use measured::measured;
pub use ops::{add, archive, change, restore};
pub use receive::{receive, receive_csv};
pub use retention::{change_retention, retention, tidy};
pub use store::{assessable, get, goals_of_metric, list, of_goal, received_after, received_at};
pub use test::{attempt, test};
