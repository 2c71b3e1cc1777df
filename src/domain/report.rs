//! What agents send to the one endpoint that is theirs.

use super::{
    ArtifactId, Error, FieldError, GoalId, Result, SessionId, UpdateId, Usd,
    artifact::NewArtifact,
    metric::NewMetric,
    patch,
    text::{Check, TITLE_MOST},
    update,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the work that a report speaks of ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReportOutcome {
    Done,
    Partial,
    Failed,
    Blocked,
}

impl ReportOutcome {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Blocked => "blocked",
        }
    }
}

/// Tokens and cost of the session so far, as the agent counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Usage {
    pub input_tokens: Option<i64>,
    pub output_tokens: Option<i64>,
    pub cache_read_tokens: Option<i64>,
    pub cache_write_tokens: Option<i64>,
    pub cost_usd: Option<Usd>,
}

/// A report. Everything but the summary may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Report {
    /// Id or key.
    pub goal_id: Option<String>,
    pub goal_title: Option<String>,
    /// Id or key.
    pub task_id: Option<String>,
    /// The agent's own id of its session.
    pub session_id: Option<String>,
    pub agent_name: Option<String>,
    pub model: Option<String>,
    #[schema(required = true)]
    pub summary: String,
    /// Markdown.
    pub details: Option<String>,
    pub outcome: Option<ReportOutcome>,
    #[serde(deserialize_with = "patch::or_default")]
    pub artifacts: Vec<NewArtifact>,
    #[serde(deserialize_with = "patch::or_default")]
    pub metrics: Vec<NewMetric>,
    /// Totals of the session so far: a later report of the same session replaces them.
    pub usage: Option<Usage>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// What the next task needs to know.
    pub output: Option<String>,
}

/// The most artifacts or metrics in one report.
pub const ITEMS_MOST: usize = 200;

impl Report {
    /// Trims and refuses what does not fit, naming every field at fault.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        for (pointer, count) in [("/artifacts", self.artifacts.len()), ("/metrics", self.metrics.len())] {
            if count > ITEMS_MOST {
                check.fail(pointer, format!("must have at most {ITEMS_MOST} entries"));
            }
        }
        if let Some(usage) = self.usage {
            usage.check(&mut check);
        }
        if let (Some(start), Some(end)) = (self.started_at, self.ended_at)
            && end < start
        {
            check.fail("/endedAt", "must not be before startedAt");
        }
        check.at_most("/goalTitle", self.goal_title.as_deref().unwrap_or_default().trim(), TITLE_MOST);
        let mut errors = Vec::new();
        let artifacts = each(self.artifacts, "/artifacts", &mut errors, NewArtifact::check);
        let metrics = each(self.metrics, "/metrics", &mut errors, NewMetric::check);
        for error in errors {
            check.fail(error.pointer, error.detail);
        }
        let checked = Self {
            goal_id: check.label("/goalId", self.goal_id),
            goal_title: self.goal_title.filter(|title| !title.trim().is_empty()),
            task_id: check.label("/taskId", self.task_id),
            session_id: check.label("/sessionId", self.session_id),
            agent_name: check.label("/agentName", self.agent_name),
            model: check.label("/model", self.model),
            summary: update::summary(&mut check, &self.summary),
            details: check.text("/details", self.details),
            output: check.text("/output", self.output),
            artifacts,
            metrics,
            ..self
        };
        check.done().map(|()| checked)
    }
}

fn each<T>(items: Vec<T>, pointer: &str, errors: &mut Vec<FieldError>, check: impl Fn(T, &str) -> Result<T>) -> Vec<T> {
    let mut kept = Vec::new();
    for (i, item) in items.into_iter().enumerate() {
        match check(item, &format!("{pointer}/{i}")) {
            Ok(item) => kept.push(item),
            Err(Error::Invalid { errors: found }) => errors.extend(found),
            Err(other) => errors.push(FieldError { pointer: format!("{pointer}/{i}"), detail: other.to_string() }),
        }
    }
    kept
}

impl Usage {
    fn check(&self, check: &mut Check) {
        let counts = [
            ("inputTokens", self.input_tokens),
            ("outputTokens", self.output_tokens),
            ("cacheReadTokens", self.cache_read_tokens),
            ("cacheWriteTokens", self.cache_write_tokens),
        ];
        for (name, count) in counts {
            if count.is_some_and(|n| !(0..=1_000_000_000_000).contains(&n)) {
                check.fail(format!("/usage/{name}"), "must be between 0 and a trillion");
            }
        }
        if self.cost_usd.is_some_and(|c| c < Usd::ZERO) {
            check.fail("/usage/costUsd", "must not be negative");
        }
    }
}

/// How the goal of a report was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    Id,
    Title,
    Session,
    Task,
    /// Not found: kept in the Inbox for a person to assign.
    Inbox,
}

impl Matched {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Session => "session",
            Self::Task => "task",
            Self::Inbox => "inbox",
        }
    }
}

/// The answer to a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportAnswer {
    pub ok: bool,
    pub goal_id: Option<GoalId>,
    pub goal_key: Option<String>,
    pub update_id: Option<UpdateId>,
    pub session_id: Option<SessionId>,
    pub artifact_ids: Vec<ArtifactId>,
    pub matched: Matched,
    /// Where a person sees it: `/goals/G12`, or `/inbox`.
    pub url: String,
    /// Why it went to the Inbox, or what else there is to know.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}
