//! What became of a run: what happened, not an exit code.

use super::FailureClass;
use crate::domain::{Usd, session::SessionStatus};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why the runner ended the agent, if it was the runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A person, or the server, asked for it.
    Asked,
    /// The cap in money was reached.
    Cost,
    /// The cap in tokens was reached.
    Tokens,
    /// It ran for as long as it may.
    Time,
    /// Nothing was heard of it for too long.
    Silence,
    /// What it says could not be written down any more.
    Disk,
}

/// How the process went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Exit {
    pub code: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// The runner ended it, for this reason.
    pub cause: Option<Cause>,
}

/// What happened, given all that was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub status: SessionStatus,
    /// None where it succeeded.
    pub class: Option<FailureClass>,
    /// One sentence for a person, without a full stop: `finished, 3 permissions denied`.
    pub exit_reason: String,
    /// The last thing that the agent said.
    pub output: Option<String>,
    /// Permissions that were refused, by a person or by a rule.
    pub denials: u32,
    /// When the provider serves again, where it said so.
    pub until: Option<DateTime<Utc>>,
    /// Seconds to wait, where the provider said that instead.
    pub after_seconds: Option<u64>,
    /// The agent's own id of the conversation, to resume it by.
    pub external_id: Option<String>,
    /// The turn was cut off before the agent could end it: it can go on without a new message.
    pub interrupted: bool,
    /// The agent's own figure of what this run cost; none where it gave none, or none for the model.
    pub cost_usd: Option<Usd>,
}

impl Outcome {
    /// A failure of that class; the reason is a sentence for a person.
    pub fn failed(class: FailureClass, reason: impl Into<String>) -> Self {
        let status = match class {
            FailureClass::OverBudget => SessionStatus::OverBudget,
            FailureClass::TimedOut => SessionStatus::TimedOut,
            FailureClass::Stopped => SessionStatus::Stopped,
            _ => SessionStatus::Failed,
        };
        Self { status, class: Some(class), exit_reason: reason.into(), ..Self::succeeded() }
    }

    /// It did what it was asked for, as far as the agent says.
    pub fn succeeded() -> Self {
        Self {
            status: SessionStatus::Succeeded,
            class: None,
            exit_reason: "finished".into(),
            output: None,
            denials: 0,
            until: None,
            after_seconds: None,
            external_id: None,
            interrupted: false,
            cost_usd: None,
        }
    }

    /// What the runner's own reason means.
    pub fn ended(cause: Cause) -> Self {
        match cause {
            Cause::Asked => Self::failed(FailureClass::Stopped, "stopped"),
            Cause::Cost => Self::failed(FailureClass::OverBudget, "stopped at its cap in money"),
            Cause::Tokens => Self::failed(FailureClass::OverBudget, "stopped at its cap in tokens"),
            Cause::Time => Self::failed(FailureClass::TimedOut, "stopped at its time limit"),
            Cause::Silence => Self::failed(FailureClass::TimedOut, "stopped after a long silence"),
            Cause::Disk => Self::failed(FailureClass::NeedsPerson, "stopped because the disk is full"),
        }
    }

    /// Counts what was refused, in the sentence too.
    #[must_use]
    pub fn with_denials(mut self, denials: u32) -> Self {
        self.denials = denials;
        match denials {
            0 => {}
            1 => self.exit_reason.push_str(", 1 permission denied"),
            n => self.exit_reason.push_str(&format!(", {n} permissions denied")),
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_counts_what_was_refused() {
        let said = |n| Outcome::succeeded().with_denials(n).exit_reason;
        assert_eq!([0, 1, 3].map(said), ["finished", "finished, 1 permission denied", "finished, 3 permissions denied"]);
    }

    #[test]
    fn the_status_follows_the_reason() {
        assert_eq!(Outcome::ended(Cause::Asked).status, SessionStatus::Stopped);
        assert_eq!(Outcome::ended(Cause::Cost).status, SessionStatus::OverBudget);
        assert_eq!(Outcome::ended(Cause::Silence).status, SessionStatus::TimedOut);
        assert_eq!(Outcome::failed(FailureClass::Network, "x").status, SessionStatus::Failed);
    }
}
