//! Assessments, and what they stand on, in the database.

mod assessments;
mod confounders;
mod hypotheses;
mod merges;
mod words;

pub use assessments::{Standing, frozen, get, history, insert, newest, newest_of, standings, told};
pub use confounders::{Found, confounders, judge, note_confounder, origins};
pub use hypotheses::{hypotheses, register, withdraw};
pub use merges::{OtherMerge, merges_between, repos_of};
pub use words::{NewWords, add_words, words_of};
