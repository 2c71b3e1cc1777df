//! Trying the rules on a text.

use super::Choice;
use crate::domain::{Usd, task::Complexity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the rules are tried on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = RoutingTrial)]
pub struct Trial {
    pub title: String,
    pub details: Option<String>,
    pub complexity: Complexity,
    pub tags: Vec<String>,
    pub repository: Option<String>,
}

/// What they said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoutingTried)]
pub struct Tried {
    pub choice: Choice,
    /// What sessions with this agent and model cost, in the middle; none where there were none.
    pub expected_usd: Option<Usd>,
    /// How many sessions that figure comes from.
    pub sessions: u32,
}
