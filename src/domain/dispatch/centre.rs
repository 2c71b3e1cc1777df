//! What the Dispatch page shows.

use super::{AgentKind, Ask};
use crate::domain::{budget::Budget, repository::Repository, session::SessionView};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Everything that waits, runs, or has just ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Centre {
    pub budget: Budget,
    /// What agents wait for an answer to, oldest first.
    pub asks: Vec<Ask>,
    /// Sessions whose agent runs, newest first.
    pub live: Vec<SessionView>,
    /// Sessions that wait, in the order in which they start.
    pub queue: Vec<SessionView>,
    /// Those that ended last, newest first.
    pub ended: Vec<SessionView>,
    pub repositories: Vec<Repository>,
    pub agents: Vec<Installed>,
    pub overlaps: Vec<Overlap>,
    pub pauses: Vec<Pause>,
}

/// An agent, and whether this machine has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Installed {
    pub agent: AgentKind,
    /// Its executable; none where it was not found.
    pub program: Option<String>,
}

/// A file that more than one running session has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Overlap {
    pub path: String,
    /// Keys of the sessions.
    pub sessions: Vec<String>,
}

/// A provider that serves no more for now: no session of that agent starts before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pause {
    pub agent: AgentKind,
    pub until: DateTime<Utc>,
    /// What the provider said.
    pub reason: String,
}
