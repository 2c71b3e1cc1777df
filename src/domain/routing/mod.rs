//! Which agent and model a task gets, by the rules of those who pay.
//!
//! The first rule that fits decides. Where little of the day's budget is left, something cheaper is taken instead.

use super::{
    Usd,
    dispatch::{AgentKind, Limits},
    patch,
    task::Complexity,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod check;
mod choose;
mod default;
mod trial;

pub use trial::{Trial, Tried};

/// One rule: when it fits, and what is taken then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoutingRule)]
pub struct Rule {
    /// What a person calls it; at most 100 characters.
    pub name: String,
    #[serde(default, deserialize_with = "patch::or_default")]
    pub when: When,
    pub then: Then,
}

/// The conditions of a rule: all that are given must hold; one that is empty always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = RoutingWhen)]
pub struct When {
    /// The task is one of these.
    #[serde(deserialize_with = "patch::or_default")]
    pub complexity: Vec<Complexity>,
    /// The goal has one of these tags.
    #[serde(deserialize_with = "patch::or_default")]
    pub tags: Vec<String>,
    /// The title or the details have one of these as a whole word, in any letter case.
    #[serde(deserialize_with = "patch::or_default")]
    pub words: Vec<String>,
    /// A part of the repository's path, in any letter case.
    pub repository: Option<String>,
}

/// What a task gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoutingThen)]
pub struct Then {
    pub agent: AgentKind,
    /// The agent's own choice where none is given.
    #[serde(default)]
    pub model: Option<String>,
    #[serde(default, deserialize_with = "patch::or_default")]
    pub limits: RuleLimits,
}

/// How far a session may go that a rule starts; what is absent is not limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RuleLimits {
    /// US dollars.
    pub cost_usd: Option<Usd>,
    /// Tokens sent and received, without what came from a cache.
    pub tokens: Option<i64>,
    /// Of wall clock.
    pub seconds: Option<u64>,
}

impl From<RuleLimits> for Limits {
    fn from(limits: RuleLimits) -> Self {
        Self { cost_micros: limits.cost_usd.map(Usd::micros), tokens: limits.tokens, seconds: limits.seconds }
    }
}

impl From<Limits> for RuleLimits {
    fn from(limits: Limits) -> Self {
        Self { cost_usd: limits.cost(), tokens: limits.tokens, seconds: limits.seconds }
    }
}

/// All rules, as they are stored; what is absent is as in [`Routing::default`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Routing {
    /// The first that fits decides; at most 100.
    pub rules: Vec<Rule>,
    /// For what no rule fits.
    pub fallback: Then,
    /// `cheaper` is taken while less than this share of the day's budget is left, in percent; 0 for never.
    pub cheaper_below_percent: u8,
    pub cheaper: Then,
}

/// What the rules look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub title: String,
    pub details: Option<String>,
    pub complexity: Complexity,
    pub tags: Vec<String>,
    /// The repository's path.
    pub repository: Option<String>,
}

/// What was decided, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RoutingChoice)]
pub struct Choice {
    /// The rule's name, `otherwise`, or `the budget is short`.
    pub rule: String,
    pub then: Then,
    /// In words for a person: `the task is complex`.
    pub reason: String,
}

#[cfg(test)]
mod tests;
