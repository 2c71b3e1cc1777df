//! Assessments, and what they stand on, in the database.

mod assessments;
mod confounders;
mod hypotheses;
mod merges;

pub use assessments::{frozen, get, history, insert, newest, newest_of};
pub use confounders::{Found, confounders, judge, note_confounder, origins};
pub use hypotheses::{hypotheses, register, withdraw};
pub use merges::{OtherMerge, merges_between, repos_of};
