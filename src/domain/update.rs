//! The work log of a goal.

use super::{
    GoalId, Result, SessionId, TaskId, UpdateId,
    text::{Check, LABEL_MOST},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An entry of the work log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    pub id: UpdateId,
    pub goal_id: GoalId,
    pub task_id: Option<TaskId>,
    pub session_id: Option<SessionId>,
    /// `manual`, `agent` or `import`.
    pub source: String,
    /// The agent, or the person who wrote it.
    pub agent_name: Option<String>,
    pub summary: String,
    /// Markdown.
    pub details: Option<String>,
    /// `done`, `partial`, `failed`, `blocked`, where the agent said so.
    pub outcome: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The body that adds an entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewUpdate {
    /// One line.
    #[schema(required = true)]
    pub summary: String,
    /// Markdown.
    pub details: Option<String>,
    pub agent_name: Option<String>,
}

impl NewUpdate {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            summary: summary(&mut check, &self.summary),
            details: check.text("/details", self.details),
            agent_name: check.label("/agentName", self.agent_name),
        };
        check.done().map(|()| checked)
    }
}

/// The one required text of an update or report.
pub fn summary(check: &mut Check, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() {
        check.fail("/summary", "must not be empty");
    }
    check.at_most("/summary", value, super::text::TEXT_MOST);
    value.to_owned()
}

/// How much of a long summary a list shows, in characters.
pub const SUMMARY_SHOWN: usize = LABEL_MOST * 2;
