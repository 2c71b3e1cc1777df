//! What agents ask people, as a record that lasts.

use super::Remember;
use crate::domain::{GoalId, Result, SessionId, text::Check, transcript::Approval};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Where an approval stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AskStatus {
    #[default]
    Pending,
    Allowed,
    Denied,
    /// The agent does not wait for it any more.
    Withdrawn,
}

impl AskStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Allowed, Self::Denied, Self::Withdrawn];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A permission, or an answer, that an agent waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    pub id: String,
    pub session_id: SessionId,
    /// `S56`
    pub session_key: String,
    pub goal_id: Option<GoalId>,
    pub goal_key: Option<String>,
    /// The agent that asks.
    pub agent: Option<String>,
    pub status: AskStatus,
    #[serde(flatten)]
    pub what: Approval,
    pub asked_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Who answered.
    pub answered_by: Option<String>,
    pub message: Option<String>,
    pub remember: Option<Remember>,
}

/// The body that answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Reply {
    /// `allow` or `deny`. Answers to questions allow.
    #[schema(required = true)]
    pub decision: Option<super::Decision>,
    pub remember: Option<Remember>,
    /// Why not, for the agent to read.
    pub message: Option<String>,
    /// Answers to its questions, by the id of each.
    pub answers: BTreeMap<String, Vec<String>>,
}

impl Reply {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let message = super::request::prompt(&mut check, "/message", self.message);
        if self.decision.is_none() {
            check.fail("/decision", "must be allow or deny");
        }
        check.done().map(|()| Self { message, ..self })
    }
}
