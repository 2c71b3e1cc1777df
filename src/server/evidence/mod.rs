//! Evidence: the work log, what came out, and what it did to the numbers.

mod chart;
pub mod form;
mod ops;
pub mod rest;
mod store;
mod take_back;

pub use ops::{
    add_artifact, add_metric, add_session, add_update, bring_back_metric, change_metric, end_session, link, note_session, note_update,
    record_metric, relink_artifact, remove_metric, sessions, unlink_artifact,
};
pub use store::{
    COUNTED, NewSession, NoteUpdate, PLAN, SessionReport, artifact, artifacts_of, metrics_of, narratives, narratives_of, save_session,
    session, session_called, sessions_named, sessions_of, updates_of,
};
pub use take_back::{Brought, take_back};
