//! Metric sources and their samples in the database.

mod announcements;
mod old;
mod samples;
mod sources;

pub use announcements::{Announced, announced, announcements_due, next_announcement, note_merge, unannounced};
pub use old::{OldChunk, fine_before, forget_before, replace_day};
pub use samples::{experiment, keep_experiment, keep_samples, received_after, received_at, series, span_of};
pub use sources::{
    Due, Looked, ask_now, assessable, check_reference, due, get, goals_of_metric, insert, is_as_before, list, looked, next_due, of_goal,
    save, second_name, secret_name, set_archived, unsaved,
};
