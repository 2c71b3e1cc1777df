//! A typed or spoken sentence, and what it asks for.
//!
//! Reading decides nothing: what may cost money or change something is shown with its parts, and a person says yes.

use super::{
    Usd,
    dispatch::{AgentKind, AutoApprove},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod clause;
mod find;
mod helped;
mod manage;
mod model;
mod money;
mod number;
mod parse;
mod question;
mod start;
mod understood;
mod word;

pub use find::{Match, best_match};
pub use helped::{ROLE, question, read_answer};
pub use parse::parse;
pub use understood::{Named, Understood};

/// What a sentence wants done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CommandIntent)]
pub enum Intent {
    /// Start an agent on something.
    Start,
    /// The same, once there is room.
    Queue,
    Pause,
    Resume,
    Stop,
    /// Answer what an agent asks with yes.
    Approve,
    /// Answer it with no.
    Deny,
    /// Tell what was spent, and what is left.
    Spend,
    /// Tell how something goes.
    Status,
    Standup,
    /// The sentence says nothing that Maestro can do.
    #[default]
    Unknown,
}

/// What the sentence names; what it does not name is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = CommandParts)]
pub struct Parts {
    /// What is to be worked on, or what is meant: words as they were written, a key as `T34`, or `all`.
    pub target: Option<String>,
    /// The goal it is for: words, or a key as `G27`.
    pub goal: Option<String>,
    /// Also where only a model was named that no other agent has.
    pub agent: Option<AgentKind>,
    /// `opus`, or a full name such as `gpt-6-sol`.
    pub model: Option<String>,
    /// The most it may cost, in US dollars.
    pub budget_usd: Option<Usd>,
    /// A session's key, as `S56`.
    pub session: Option<String>,
    pub auto_approve: Option<AutoApprove>,
    /// Which one, as in `approve 2`: that of a session's key, or the place in a list, from 1 on.
    pub number: Option<u32>,
}

/// A sentence that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = Command)]
pub struct Parsed {
    pub intent: Intent,
    pub parts: Parts,
    /// How sure the reading is, from 0 (not understood) to 1.
    pub confidence: f64,
}

impl Parsed {
    fn new(intent: Intent, parts: Parts, confidence: f64) -> Self {
        Self { intent, parts, confidence }
    }
}

/// The sentence follows the grammar and names what it needs.
const SURE: f64 = 0.95;
/// It follows the grammar; what it means has to be found by its words.
const LIKELY: f64 = 0.8;
/// It follows the grammar, and something is missing or could mean something else.
const PARTLY: f64 = 0.6;
/// It is a task without any word about agents.
const GUESS: f64 = 0.4;

#[cfg(test)]
mod tests;
