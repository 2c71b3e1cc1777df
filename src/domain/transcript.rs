//! What happens in a session, said the same way for every agent.
//!
//! An adapter turns each line of an agent into events; the page shows them, the server books and stores by them. Ids come
//! from the stream, so the same lines give the same events however often they are read.

use super::{
    dispatch::{Assessment, Decision, FailureClass, Risk},
    session::Tokens,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// The conversation is open. It comes again when the model or the mode is another one than before.
    Started {
        external_id: String,
        /// The one that really runs, which is not always the one that was asked for.
        model: Option<String>,
        /// The agent's version.
        version: Option<String>,
        permission_mode: Option<String>,
    },
    /// A subscription pays for it: its amounts are what the same tokens cost at list prices.
    PaidByPlan,
    /// What a person or the server told it.
    Said {
        text: String,
    },
    /// A whole paragraph of the agent's.
    Text {
        id: String,
        text: String,
        /// The tool call of the helper that says it; none for the agent itself.
        parent: Option<String>,
    },
    /// The next piece of a text whose `Text` is still to come, with the same id.
    TextDelta {
        id: String,
        text: String,
    },
    /// What the agent thought, as far as it shows it.
    Thinking {
        id: String,
        text: String,
        parent: Option<String>,
    },
    ToolCall {
        id: String,
        name: String,
        /// One line: `git commit -m …`, `src/main.rs`.
        title: String,
        /// In full, as the agent gave it.
        input: Value,
        risk: Risk,
        parent: Option<String>,
    },
    /// More of what a running tool prints.
    ToolOutput {
        id: String,
        text: String,
    },
    ToolResult {
        id: String,
        ok: bool,
        /// The beginning of it.
        text: String,
        /// Of the whole, in bytes; the rest is in the journal.
        bytes: u64,
    },
    FileEdit {
        /// The tool call that did it.
        id: String,
        path: String,
        kind: EditKind,
        /// Unified hunks, where they are known.
        patch: Option<String>,
    },
    /// Tokens that nobody has counted before.
    Usage(Usage),
    /// The agent's own figures.
    RunTotal(RunTotal),
    /// How full the context of the agent itself is, after a call. It tells where the agent stands and is no part of the log.
    Context {
        tokens: i64,
        /// So many fit into it, where the agent has said so.
        window: Option<i64>,
    },
    ApprovalRequested(Box<Approval>),
    /// It was allowed without asking, by a setting or by what a person said before.
    AutoApproved {
        request: String,
        tool: String,
        title: String,
        assessment: Assessment,
        by: Ground,
    },
    /// An answer went to the agent.
    ApprovalAnswered {
        request: String,
        decision: Decision,
    },
    /// The agent does not wait for an answer any more.
    ApprovalWithdrawn {
        request: String,
    },
    /// A call of the provider failed and is tried again.
    Retry {
        attempt: u32,
        /// At most so many; 0 where it does not say.
        of: u32,
        delay_ms: u64,
        /// Of HTTP; none when there was no answer.
        status: Option<u16>,
        class: FailureClass,
    },
    /// The provider serves this account no more for now.
    Limit {
        class: FailureClass,
        until: Option<DateTime<Utc>>,
        after_seconds: Option<u64>,
        message: String,
    },
    /// The agent was not allowed to do it.
    PermissionDenied {
        id: String,
        tool: String,
        reason: String,
    },
    TurnEnded {
        /// The agent did what it was asked for, as far as it says.
        ok: bool,
        class: Option<FailureClass>,
        /// The last thing that it said, or the error.
        message: Option<String>,
    },
    Notice {
        level: Level,
        text: String,
    },
    /// Nothing is known about this line; it is kept as it came.
    Unknown {
        line: String,
    },
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    Add,
    Update,
    Delete,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Info,
    Warning,
    Error,
}

/// Why nobody was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// `autoApprove` allows it.
    Setting,
    /// A person allowed the like of it before.
    Remembered,
}

/// Tokens of one call of a model, or what the agent counted beyond the calls that were seen.
///
/// The sum of all is what was used; nothing is in it twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Of the call, unique in the session: the same id is the same usage.
    pub id: String,
    pub model: Option<String>,
    pub tokens: Tokens,
    /// Where the agent itself says what this call cost.
    pub cost_micros: Option<i64>,
}

/// What the agent says that it used since it last said so: it settles what was booked for the [`Usage`] in between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunTotal {
    pub models: Vec<ModelTotal>,
    /// Of all models together; none when one of them has no price.
    pub cost_micros: Option<i64>,
}

/// What one model took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModelTotal {
    pub model: String,
    pub tokens: Tokens,
    /// None where the agent has no price for the model and only guesses.
    pub cost_micros: Option<i64>,
}

/// The agent waits for a yes or no, or for an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Approval {
    /// The agent's own id of the request; unique in a process.
    pub request: String,
    pub tool: String,
    /// The tool call that waits.
    pub call: Option<String>,
    /// One line.
    pub title: String,
    /// The agent's own reason.
    pub reason: Option<String>,
    /// In full.
    pub command: Option<String>,
    /// Where the command would run.
    pub folder: Option<String>,
    pub paths: Vec<String>,
    /// What an edit would change.
    pub diff: Option<String>,
    /// The whole input of the tool.
    pub input: Value,
    pub assessment: Assessment,
    /// It is no permission but a question.
    pub questions: Vec<Question>,
    /// An answer may hold for the like of it.
    pub may_be_remembered: bool,
}

/// A question of the agent's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Question {
    /// The answer is given under this name.
    pub id: String,
    pub header: String,
    pub question: String,
    pub options: Vec<Choice>,
    /// More than one option may be chosen.
    pub many: bool,
    /// The answer is not to be shown.
    pub secret: bool,
}

/// One of the answers that a question offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Choice {
    pub label: String,
    pub description: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events_are_told_apart_by_their_type() {
        let event = Event::ToolResult { id: "t1".into(), ok: true, text: "a".into(), bytes: 1 };
        let wire = json!({ "type": "toolResult", "id": "t1", "ok": true, "text": "a", "bytes": 1 });
        assert_eq!(serde_json::to_value(&event).unwrap(), wire);
        assert_eq!(serde_json::from_value::<Event>(wire).unwrap(), event);
    }

    #[test]
    fn what_has_a_type_of_its_own_is_flat_on_the_wire() {
        let usage = Usage { id: "m1".into(), model: Some("x".into()), tokens: Tokens { input: 1, ..Tokens::default() }, cost_micros: None };
        let wire = serde_json::to_value(Event::Usage(usage)).unwrap();
        assert_eq!((&wire["type"], &wire["id"], &wire["tokens"]["input"]), (&json!("usage"), &json!("m1"), &json!(1)));
    }
}
