//! An agent's session: one run of Claude Code, Codex or another agent.

use super::{
    GoalId, SessionId, TaskId, Usd,
    delivery::Delivered,
    dispatch::{AutoApprove, NewLimits},
    model_use::ModelUse,
    transcript::Event,
    work::Commit,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::ops::Add;
use utoipa::ToSchema;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SessionStatus {
    Queued,
    Starting,
    Running,
    WaitingApproval,
    Stopping,
    Succeeded,
    Failed,
    Stopped,
    OverBudget,
    TimedOut,
    Lost,
}

impl SessionStatus {
    /// All, in the order of a session's life.
    pub const ALL: [Self; 11] = [
        Self::Queued,
        Self::Starting,
        Self::Running,
        Self::WaitingApproval,
        Self::Stopping,
        Self::Succeeded,
        Self::Failed,
        Self::Stopped,
        Self::OverBudget,
        Self::TimedOut,
        Self::Lost,
    ];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::WaitingApproval => "waiting-approval",
            Self::Stopping => "stopping",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::OverBudget => "over-budget",
            Self::TimedOut => "timed-out",
            Self::Lost => "lost",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Starting => "Starting",
            Self::Running => "Running",
            Self::WaitingApproval => "Waiting for you",
            Self::Stopping => "Stopping",
            Self::Succeeded => "Done",
            Self::Failed => "Failed",
            Self::Stopped => "Stopped",
            Self::OverBudget => "Over budget",
            Self::TimedOut => "Timed out",
            Self::Lost => "Lost",
        }
    }

    /// The session may still do something.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Queued | Self::Starting | Self::Running | Self::WaitingApproval | Self::Stopping)
    }
}

/// Tokens of a session. Input excludes what came from a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Tokens {
    pub input: i64,
    pub output: i64,
    pub cache_read: i64,
    pub cache_write: i64,
}

impl Tokens {
    /// What these have beyond `other`, never less than nothing.
    #[must_use]
    pub fn beyond(self, other: Self) -> Self {
        Self {
            input: (self.input - other.input).max(0),
            output: (self.output - other.output).max(0),
            cache_read: (self.cache_read - other.cache_read).max(0),
            cache_write: (self.cache_write - other.cache_write).max(0),
        }
    }

    /// Nothing was used.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl Add for Tokens {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            input: self.input.saturating_add(other.input),
            output: self.output.saturating_add(other.output),
            cache_read: self.cache_read.saturating_add(other.cache_read),
            cache_write: self.cache_write.saturating_add(other.cache_write),
        }
    }
}

/// What Maestro knows of a session that it started itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    pub repo: String,
    pub base_branch: Option<String>,
    pub branch: Option<String>,
    pub worktree: Option<String>,
    /// Of the agent, while it runs.
    pub pid: Option<u32>,
    /// How often the agent was started.
    pub run: u32,
    pub auto_approve: AutoApprove,
    pub limits: NewLimits,
    /// Of the caps, kept for it until it ends.
    pub reserved_usd: Option<Usd>,
    /// The routing rule that chose agent and model.
    pub rule: Option<String>,
    pub priority: i32,
    pub not_before: Option<DateTime<Utc>>,
    /// Why it waits, while it is queued.
    pub waits_for: Option<String>,
    /// What became of it, in one sentence.
    pub exit_reason: Option<String>,
    /// The kind of failure, where it failed.
    pub failure: Option<String>,
    /// The last thing that it did, in one line.
    pub activity: Option<String>,
    /// Permissions that were refused.
    pub denials: u32,
    /// A chain started it, and no person.
    pub automatic: bool,
    /// What became of its branch, once it was to be pushed.
    pub delivered: Option<Delivered>,
    /// In the context of the agent itself after its last call, what it said included.
    pub context_tokens: Option<i64>,
    /// So many fit into it; none until the agent has said so.
    pub context_window: Option<i64>,
}

impl Started {
    /// How full the agent's context is, 1 for all of it; none as long as it is not known how much fits into it.
    #[expect(clippy::cast_precision_loss, reason = "tokens of one conversation")]
    pub fn context_share(&self) -> Option<f64> {
        let (tokens, window) = self.context_tokens.zip(self.context_window.filter(|window| *window > 0))?;
        Some(tokens as f64 / window as f64)
    }
}

/// A session, with what Maestro knows where it started it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    #[serde(flatten)]
    pub session: Session,
    /// Absent for sessions that only reported.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub started: Option<Started>,
    /// Commits that are linked to it, oldest first.
    pub commits: Vec<Commit>,
    /// Addresses of the pull and merge requests that are linked to it, newest first.
    pub pulls: Vec<String>,
    /// What each model took, the dearest first: together the tokens and the cost of the session. Empty where it was not counted by model.
    pub models: Vec<ModelUse>,
    /// Approvals that wait for an answer.
    pub pending_approvals: u32,
    pub goal_key: Option<String>,
    pub goal_title: Option<String>,
    pub task_key: Option<String>,
    pub task_title: Option<String>,
}

/// One line of a session's transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// 1 for the first, without a gap over all runs.
    pub n: u64,
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub event: Event,
}

/// A part of a transcript.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct LogPage {
    pub items: Vec<LogEntry>,
    /// Ask for what comes after this one next.
    pub last: u64,
    /// Nothing more will come.
    pub ended: bool,
}

/// Where a session's branch went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Pushed {
    pub branch: String,
    /// The pull or merge request; none where no connection to the code host could open it.
    pub url: Option<String>,
    /// Why there is none, in a sentence.
    pub detail: Option<String>,
}

/// What a list of sessions is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFilter {
    pub status: Option<String>,
    /// Id or key.
    pub goal: Option<String>,
    pub agent: Option<String>,
}

/// A session as it was reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub id: SessionId,
    /// `S56`
    pub key: String,
    pub goal_id: Option<GoalId>,
    pub task_id: Option<TaskId>,
    /// The agent's own id of the session.
    pub external_id: Option<String>,
    pub agent: Option<String>,
    pub model: Option<String>,
    pub status: SessionStatus,
    /// What it is about or what came of it, one line.
    pub summary: Option<String>,
    /// What the next task needs to know.
    pub output: Option<String>,
    pub tokens: Tokens,
    /// Null where nobody knows; never 0 for want of a figure.
    pub cost_usd: Option<Usd>,
    /// `reported` afterwards, the `agent`'s own figure, counted from `tokens`, the same where a subscription pays (`plan`), `unpriced` in part, or `none`.
    pub cost_source: String,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Session {
    /// Where the figure of the cost comes from, in words that follow it.
    pub fn cost_basis(&self) -> &'static str {
        match self.cost_source.as_str() {
            "agent" => "the agent's own figure",
            "tokens" => "from tokens, at list prices",
            "plan" => "at list prices; a subscription pays",
            "unpriced" if self.cost_usd.is_some() => "at least: a model in it has no known price",
            "unpriced" => "the model has no known price",
            "reported" => "as it was reported",
            _ => "",
        }
    }
}
