//! The activity log: every change, in the order in which it happened.

use super::{GoalId, SessionId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One change. `seq` grows without a gap that matters: what has a smaller one was committed before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// `goal.updated`, `update.added`, …
    pub kind: String,
    /// Who did it: a person, a token or Maestro itself.
    pub actor: String,
    pub goal_id: Option<GoalId>,
    pub session_id: Option<SessionId>,
    /// The id of the record that changed.
    pub subject_id: Option<String>,
    /// One line for a person: "moved to Measuring".
    pub summary: String,
}
