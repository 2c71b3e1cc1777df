//! Which issues are worth a goal, and how each could be measured: by a model, or without one by its words.
//!
//! What comes out is a suggestion: nothing of it is stored.

use super::super::metric::Improve;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod heuristic;
mod prompt;
mod read;
#[cfg(test)]
mod tests;

pub use heuristic::heuristic;
pub use prompt::{ROLE, prompt, repair_prompt};
pub use read::read;

/// The most issues that are looked at in one go.
pub const ISSUES_MOST: usize = 60;
/// The most suggestions.
pub const SUGGESTIONS_MOST: usize = 20;
/// What a metric may be read from.
pub const SOURCES: [&str; 8] = ["prometheus", "grafana", "datadog", "eppo", "quicksight", "csv", "webhook", "manual"];

/// Who made the suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JiraSuggestionAuthor)]
pub enum Author {
    Model,
    Heuristic,
}

/// How the effect of an issue could be measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraMeasure)]
pub struct Measure {
    /// What is measured, as `Checkout p95 latency`.
    pub metric: String,
    pub unit: Option<String>,
    /// Which direction is better.
    pub improve: Improve,
    /// `prometheus`, `grafana`, `datadog`, `eppo`, `quicksight`, `csv`, `webhook` or `manual`.
    pub source: String,
    /// How long before and after the work, as `7d`.
    pub window: String,
}

/// An issue that is worth a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraSuggestion)]
pub struct Suggestion {
    /// `ABC-12`
    pub key: String,
    pub title: String,
    /// Why, in one sentence.
    pub why: String,
    pub measure: Measure,
}

/// The issues that are worth a goal, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraSuggestions)]
pub struct Suggestions {
    pub suggestions: Vec<Suggestion>,
    pub by: Author,
    /// The model's name, where one was asked.
    pub model: Option<String>,
    /// How many issues were looked at.
    pub looked_at: u64,
    /// What a person should know about it, in whole sentences.
    pub notes: Vec<String>,
}
