//! Reports that fit no goal, kept until a person has decided.

use super::{GoalId, ReportId, report::Report};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A report that waits for its goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxItem {
    pub id: ReportId,
    pub report: Report,
    /// Why it is here, in words.
    pub detail: String,
    /// Goals that it may belong to, likeliest first.
    pub suggestions: Vec<Suggestion>,
    pub received_at: DateTime<Utc>,
}

/// A goal that a report may belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    pub goal_id: GoalId,
    pub key: String,
    pub title: String,
}

/// The body that gives a report its goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Assign {
    /// Id or key.
    pub goal_id: String,
}
