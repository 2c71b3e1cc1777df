//! A task: one piece of a goal that one agent or person can do.

use super::{GoalId, Result, TaskId, patch, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod graph;
pub use graph::{cycle, order};

/// The longest estimate, in minutes (about a year of working days).
pub const ESTIMATE_MOST: i32 = 150_000;

/// How hard a task is; routing and prompts depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Complexity {
    Simple,
    #[default]
    Medium,
    Complex,
}

impl Complexity {
    /// All, from the easiest on.
    pub const ALL: [Self; 3] = [Self::Simple, Self::Medium, Self::Complex];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Medium => "medium",
            Self::Complex => "complex",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaskStatus {
    #[default]
    Todo,
    /// May be started.
    Ready,
    Running,
    /// Done by the agent; a person looks at it.
    Review,
    Done,
    Failed,
    Cancelled,
}

impl TaskStatus {
    /// All, in the order of a task's life.
    pub const ALL: [Self; 7] = [Self::Todo, Self::Ready, Self::Running, Self::Review, Self::Done, Self::Failed, Self::Cancelled];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Review => "review",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Todo => "To do",
            Self::Ready => "Ready",
            Self::Running => "Running",
            Self::Review => "In review",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }

    /// Nobody has begun with it.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Todo | Self::Ready)
    }

    /// Nothing more will happen to it, and nothing waits for it.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// A task as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub id: TaskId,
    /// `T34`
    pub key: String,
    pub goal_id: GoalId,
    pub title: String,
    /// Markdown.
    pub details: Option<String>,
    pub complexity: Complexity,
    pub status: TaskStatus,
    pub estimate_minutes: Option<i32>,
    /// Tasks that come first.
    pub depends_on: Vec<TaskId>,
    /// Those of `dependsOn` that are not closed yet.
    pub blocked_by: Vec<TaskId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// When it first became `running`.
    pub started_at: Option<DateTime<Utc>>,
    /// When it became `done`, while it is.
    pub finished_at: Option<DateTime<Utc>>,
    /// Grows by one with every change; the ETag.
    pub version: i64,
    /// An agent starts on it by itself once nothing blocks it.
    #[serde(default)]
    pub start_when_ready: bool,
}

/// The body that makes a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewTask {
    /// At most 200 characters.
    #[schema(required = true)]
    pub title: String,
    /// Markdown.
    pub details: Option<String>,
    pub complexity: Option<Complexity>,
    pub status: Option<TaskStatus>,
    /// Ids or keys of tasks of the same goal; `#0` names the first of the same array.
    #[serde(deserialize_with = "patch::or_default")]
    pub depends_on: Vec<String>,
    pub estimate_minutes: Option<i32>,
    /// An agent is to start on it by itself once nothing blocks it.
    pub start_when_ready: bool,
}

impl NewTask {
    /// Trims and refuses what does not fit; `at` is the pointer of the task in the body, empty for a single one.
    pub fn check(self, at: &str) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            title: check.title(&format!("{at}/title"), &self.title),
            details: check.text(&format!("{at}/details"), self.details),
            estimate_minutes: estimate(&mut check, &format!("{at}/estimateMinutes"), self.estimate_minutes),
            ..self
        };
        check.done().map(|()| checked)
    }
}

/// The body that changes a task: what is absent stays, `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskPatch {
    pub title: Option<String>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub details: Option<Option<String>>,
    pub complexity: Option<Complexity>,
    pub status: Option<TaskStatus>,
    pub depends_on: Option<Vec<String>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub estimate_minutes: Option<Option<i32>>,
    pub start_when_ready: Option<bool>,
}

impl TaskPatch {
    /// The same rules as for a new task, for the fields that are given.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            title: self.title.map(|title| check.title("/title", &title)),
            details: self.details.map(|v| check.text("/details", v)),
            estimate_minutes: self.estimate_minutes.map(|v| estimate(&mut check, "/estimateMinutes", v)),
            ..self
        };
        check.done().map(|()| checked)
    }
}

fn estimate(check: &mut Check, pointer: &str, minutes: Option<i32>) -> Option<i32> {
    if minutes.is_some_and(|m| !(1..=ESTIMATE_MOST).contains(&m)) {
        check.fail(pointer, format!("must be between 1 and {ESTIMATE_MOST} minutes"));
    }
    minutes
}
