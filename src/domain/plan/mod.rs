//! A goal, taken apart into tasks: by a model, or without one by what its texts already list.
//!
//! What comes out is a proposal: a person looks at it before it is stored.

use super::task::{Complexity, NewTask};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod heuristic;
mod line;
mod order;
mod outline;
mod prompt;
mod read;
mod size;

pub use heuristic::heuristic;
pub use prompt::{prompt, repair_prompt};
pub use read::read;

/// The most tasks in one proposal.
pub const TASKS_MOST: usize = 30;

/// What is known about a goal; an empty text is one that is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Material {
    pub title: String,
    /// Markdown.
    pub description: String,
    /// What the Jira issue says.
    pub jira: String,
    /// The goal's shared document.
    pub context: String,
    /// What the person who asks adds.
    pub instructions: String,
}

/// Who took the goal apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ProposalAuthor)]
pub enum Author {
    Model,
    Heuristic,
}

/// Tasks that a goal could have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    pub tasks: Vec<Proposed>,
    pub by: Author,
    /// The model's name, where one was asked.
    #[serde(default)]
    pub model: Option<String>,
    /// What a person should know about it, in whole sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// One task of a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Proposed {
    /// At most 200 characters.
    pub title: String,
    /// Markdown.
    pub details: Option<String>,
    pub complexity: Complexity,
    pub estimate_minutes: Option<i32>,
    /// `#0` is the first task of the proposal; only earlier ones are named.
    pub depends_on: Vec<String>,
}

impl From<Proposed> for NewTask {
    fn from(task: Proposed) -> Self {
        Self {
            title: task.title,
            details: task.details,
            complexity: Some(task.complexity),
            estimate_minutes: task.estimate_minutes,
            depends_on: task.depends_on,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
