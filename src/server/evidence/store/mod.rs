//! Evidence in the database.

mod artifacts;
mod metrics;
mod narratives;
mod sessions;
mod updates;

pub use artifacts::{
    artifact, artifacts_of, bring_back, complete_artifact, dismiss, dismiss_made_at, find_artifact, insert_artifact, insert_link,
};
pub use metrics::{insert_metric, metric, metrics_of, remove_metrics_made_at, save_metric, set_metric_removed};
pub use narratives::{narratives, narratives_of};
pub use sessions::{
    COUNTED, NewSession, PLAN, SessionReport, insert_session, leave_goal, report_session, save_session, session, session_called, sessions,
    sessions_named, sessions_of,
};
pub use updates::{NoteUpdate, insert_update, remove_update, updates_of};
