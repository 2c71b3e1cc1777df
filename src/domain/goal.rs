//! A business goal: what the agents' work is for.

use super::{
    GoalId, PersonId, Result, Usd, artifact::Artifact, assessment::Assessed, assessment::Assessment, metric::Metric,
    narrative::NarrativeSummary, patch, progress::Progress, session::Session, task::Task, text::Check, update::Update,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a goal stands on the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoalStatus {
    /// Not started: being thought through.
    #[default]
    Planning,
    /// Agents or people work on it. `executing` is read as this.
    #[serde(alias = "executing")]
    InProgress,
    /// The work is out; its effect is being watched.
    Measuring,
    /// The effect is shown.
    Proven,
}

impl GoalStatus {
    /// All, in the order of the board.
    pub const ALL: [Self; 4] = [Self::Planning, Self::InProgress, Self::Measuring, Self::Proven];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::InProgress => "in-progress",
            Self::Measuring => "measuring",
            Self::Proven => "proven",
        }
    }

    /// Reads the word of [`Self::as_str`] or the original Maestro's `executing`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "executing" => Some(Self::InProgress),
            _ => Self::ALL.into_iter().find(|s| s.as_str() == text),
        }
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planning => "Planning",
            Self::InProgress => "In progress",
            Self::Measuring => "Measuring",
            Self::Proven => "Proven",
        }
    }
}

/// How urgent a goal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    Low,
    #[default]
    Medium,
    High,
    Urgent,
}

impl Priority {
    /// All, from the least to the most urgent.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Urgent];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Urgent => "Urgent",
        }
    }
}

/// A goal as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Goal {
    pub id: GoalId,
    /// `G12`
    pub key: String,
    pub title: String,
    /// Markdown.
    pub description: Option<String>,
    pub status: GoalStatus,
    pub priority: Priority,
    pub due_on: Option<NaiveDate>,
    pub tags: Vec<String>,
    pub project: Option<String>,
    /// The goal that this one is a part of.
    pub parent: Option<GoalId>,
    pub owner_id: Option<PersonId>,
    pub jira_url: Option<String>,
    /// What is expected to change, written before the work.
    pub hypothesis: Option<String>,
    /// When the hypothesis was last written.
    pub hypothesis_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The last change of the goal or of anything that belongs to it.
    pub updated_at: DateTime<Utc>,
    pub status_changed_at: DateTime<Utc>,
    /// Set while the goal is in the archive.
    pub archived_at: Option<DateTime<Utc>>,
    /// Grows by one with every change of the goal itself; the ETag.
    pub version: i64,
    /// True for the example of the first run.
    pub example: bool,
}

/// The body that makes a goal. Only the title is needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewGoal {
    /// At most 200 characters.
    #[schema(required = true)]
    pub title: String,
    /// Markdown, at most 200,000 characters.
    pub description: Option<String>,
    pub status: Option<GoalStatus>,
    pub priority: Option<Priority>,
    pub due_on: Option<NaiveDate>,
    #[serde(deserialize_with = "patch::or_default")]
    pub tags: Vec<String>,
    pub project: Option<String>,
    /// Id or key.
    pub parent: Option<String>,
    pub owner_id: Option<PersonId>,
    pub jira_url: Option<String>,
    pub hypothesis: Option<String>,
}

impl NewGoal {
    /// Trims, drops what is empty, and refuses what is too long, all fields at once.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            title: check.title("/title", &self.title),
            description: check.text("/description", self.description),
            tags: check.labels("/tags", self.tags),
            project: check.label("/project", self.project),
            jira_url: check.url("/jiraUrl", self.jira_url),
            hypothesis: check.text("/hypothesis", self.hypothesis),
            ..self
        };
        check.done().map(|()| checked)
    }
}

/// The body that changes a goal: what is absent stays, `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct GoalPatch {
    pub title: Option<String>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    pub status: Option<GoalStatus>,
    pub priority: Option<Priority>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Option<NaiveDate>>,
    pub tags: Option<Vec<String>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub project: Option<Option<String>>,
    /// Id or key of the goal that this one becomes a part of.
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub parent: Option<Option<String>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Option<PersonId>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub jira_url: Option<Option<String>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub hypothesis: Option<Option<String>>,
}

impl GoalPatch {
    /// The same rules as for a new goal, for the fields that are given.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            title: self.title.map(|title| check.title("/title", &title)),
            description: self.description.map(|v| check.text("/description", v)),
            tags: self.tags.map(|v| check.labels("/tags", v)),
            project: self.project.map(|v| check.label("/project", v)),
            jira_url: self.jira_url.map(|v| check.url("/jiraUrl", v)),
            hypothesis: self.hypothesis.map(|v| check.text("/hypothesis", v)),
            ..self
        };
        check.done().map(|()| checked)
    }
}

/// What a list of goals is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct GoalFilter {
    /// One status, or `archived` for the archive.
    pub status: Option<String>,
    pub tag: Option<String>,
    pub project: Option<String>,
    /// Words that must all occur in the title, key, project or tags.
    pub q: Option<String>,
    /// Id or key of the parent goal.
    pub parent: Option<String>,
    pub owner: Option<String>,
}

/// A goal with what a list or a card shows of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoalSummary {
    #[serde(flatten)]
    pub goal: Goal,
    pub tasks: TaskCounts,
    pub pulls: PullCounts,
    /// Sessions that are running now.
    pub running: u32,
    pub spend: Spend,
    /// The latest before/after pair.
    pub headline: Option<Metric>,
    /// What the surest of its assessments says.
    #[serde(default)]
    pub assessed: Option<Assessed>,
    /// Qualitative outcomes, in the words of the user.
    pub outcomes: Vec<String>,
}

/// Tasks of one goal, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskCounts {
    /// All but the cancelled ones.
    pub total: u32,
    pub done: u32,
    /// Open tasks that wait for another one.
    pub blocked: u32,
}

/// Pull and merge requests of one goal, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PullCounts {
    pub total: u32,
    pub open: u32,
    pub merged: u32,
    /// The last merge of all.
    pub last_merged_at: Option<DateTime<Utc>>,
}

/// What a goal has cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Spend {
    /// All known cost, in US dollars.
    pub cost_usd: Usd,
    /// Sessions, with or without a known cost.
    pub sessions: u32,
    /// The part of `costUsd` that no session accounts for, as an imported total.
    pub unattributed_usd: Usd,
    /// Sessions whose cost nobody reported; `costUsd` leaves them out.
    pub unknown_cost_sessions: u32,
}

/// One step of a goal across the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusChange {
    pub from: Option<GoalStatus>,
    pub to: GoalStatus,
    pub at: DateTime<Utc>,
    /// Who moved it.
    pub by: String,
}

/// A goal with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GoalDetail {
    #[serde(flatten)]
    pub goal: Goal,
    pub progress: Progress,
    pub tasks: Vec<Task>,
    /// Newest first.
    pub updates: Vec<Update>,
    pub artifacts: Vec<Artifact>,
    pub metrics: Vec<Metric>,
    /// What its metrics did after its changes, the surest first.
    #[serde(default)]
    pub assessments: Vec<Assessment>,
    pub sessions: Vec<Session>,
    /// Qualitative outcomes, in the words of the user.
    pub outcomes: Vec<String>,
    pub outcome_notes: Option<String>,
    /// Newest first.
    pub narratives: Vec<NarrativeSummary>,
    pub spend: Spend,
    /// Parts of this goal.
    pub children: Vec<Goal>,
    /// Oldest first.
    pub status_history: Vec<StatusChange>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_field_is_named_at_once() {
        let new = NewGoal { title: " ".into(), jira_url: Some("nope".into()), tags: vec!["x".repeat(101)], ..Default::default() };
        let error = new.check().unwrap_err();
        for pointer in ["/title", "/jiraUrl", "/tags/0"] {
            assert!(error.field(pointer).is_some(), "{pointer}: {error:?}");
        }
    }

    #[test]
    fn the_title_limit_counts_characters_not_bytes() {
        let fits = NewGoal { title: "é".repeat(200), ..Default::default() };
        assert!(fits.check().is_ok());
        let long = NewGoal { title: "é".repeat(201), ..Default::default() };
        assert!(long.check().is_err());
    }

    #[test]
    fn absent_and_null_differ_in_a_patch() {
        let patch: GoalPatch = serde_json::from_str(r#"{"project":null}"#).unwrap();
        assert_eq!(patch.project, Some(None));
        assert_eq!(patch.description, None);
        assert_eq!(GoalStatus::parse("executing"), Some(GoalStatus::InProgress));
    }
}
