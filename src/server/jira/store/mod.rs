//! Goals that were Jira issues, and how they are kept in step, in the database.

mod keepings;
mod links;

pub use keepings::{KeepingRow, forget, keeping, save_keeping, wake};
pub use links::{
    CommentState, Link, children_without, due_comments, find_by_goal, find_by_issue, find_by_key, goal_with_address, insert, of_connection,
    of_site, save, text_of,
};
