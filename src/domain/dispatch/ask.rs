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

impl Ask {
    /// It waits for an answer.
    pub fn is_open(&self) -> bool {
        self.status == AskStatus::Pending
    }

    /// An answer may hold for the like of it; never for what is destructive, nor for a question.
    pub fn may_be_remembered(&self) -> bool {
        self.what.may_be_remembered && self.what.assessment.may_be_remembered() && self.what.questions.is_empty()
    }

    /// What a person types to allow what cannot be undone: the program that does it, else the name of the tool.
    pub fn word(&self) -> &str {
        let command = self.what.command.as_deref().unwrap_or_default();
        let apart = |c: char| c.is_whitespace() || ";|&()`'\"".contains(c);
        let words = || command.split(apart).filter_map(program);
        let reasons = || self.what.assessment.reasons.iter().flat_map(|reason| reason.split(' '));
        words().find(|word| reasons().any(|other| other == *word)).or_else(|| words().next()).unwrap_or(&self.what.tool)
    }
}

/// `rm` of `/bin/rm`; none for an option or a variable that is set.
fn program(word: &str) -> Option<&str> {
    let name = word.rsplit('/').next().filter(|name| !name.is_empty())?;
    (!word.starts_with('-') && !word.contains('=')).then_some(name)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispatch::{Assessment, Risk};

    fn ask(command: &str, reason: &str) -> Ask {
        let what = Approval {
            tool: "Bash".into(),
            command: Some(command.into()).filter(|_| !command.is_empty()),
            assessment: Assessment::because(Risk::Destructive, reason),
            may_be_remembered: true,
            ..Approval::default()
        };
        let base = Ask {
            id: "a".into(),
            session_id: "s".into(),
            session_key: "S1".into(),
            goal_id: None,
            goal_key: None,
            agent: None,
            status: AskStatus::Pending,
            what: Approval::default(),
            asked_at: DateTime::default(),
            answered_at: None,
            answered_by: None,
            message: None,
            remember: None,
        };
        Ask { what, ..base }
    }

    #[test]
    fn the_word_is_the_program_that_destroys() {
        let word = |command, reason| ask(command, reason).word().to_owned();
        assert_eq!(word("cd src && rm -rf old", "rm cannot be undone"), "rm");
        assert_eq!(word("X=1 /bin/rm -rf old", "it cannot be undone"), "rm");
        assert_eq!(word("git push --force", "git push --force overwrites history"), "git");
        assert_eq!(word("", "a.rs is deleted"), "Bash");
    }

    #[test]
    fn what_is_destructive_is_never_remembered() {
        let mut ask = ask("rm -rf old", "rm cannot be undone");
        assert!(!ask.may_be_remembered());
        ask.what.assessment.risk = Risk::Writes;
        assert!(ask.may_be_remembered());
        ask.what.questions.push(crate::domain::transcript::Question::default());
        assert!(!ask.may_be_remembered());
    }
}
