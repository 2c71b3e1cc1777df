//! The fields of GitLab's answers that we read.

use super::super::SourceError;
use chrono::{DateTime, Utc};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub(super) struct User {
    pub username: String,
    /// Only newer versions tell.
    #[serde(default)]
    pub bot: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct MergeRequest {
    pub title: String,
    pub description: Option<String>,
    /// `opened`, `closed`, `locked` (while it is being merged), `merged`.
    pub state: String,
    #[serde(default)]
    pub draft: bool,
    /// What `draft` was called before.
    #[serde(default)]
    pub work_in_progress: bool,
    pub author: Option<User>,
    pub source_branch: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
    pub merged_at: Option<DateTime<Utc>>,
    pub sha: Option<String>,
    #[serde(default)]
    pub web_url: String,
    pub merge_commit_sha: Option<String>,
    pub squash_commit_sha: Option<String>,
    /// A text, as `35` or `1000+`.
    pub changes_count: Option<String>,
    pub head_pipeline: Option<Pipeline>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Pipeline {
    #[serde(default)]
    pub id: Option<i64>,
    /// Of a fork, where the request comes from one.
    #[serde(default)]
    pub project_id: Option<i64>,
    pub status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Diff {
    pub new_path: String,
    #[serde(default)]
    pub diff: String,
    #[serde(default)]
    pub new_file: bool,
    #[serde(default)]
    pub too_large: Option<bool>,
    #[serde(default)]
    pub collapsed: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Note {
    pub id: i64,
    #[serde(default)]
    pub body: String,
    pub author: Option<User>,
    pub created_at: DateTime<Utc>,
    #[serde(default)]
    pub system: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Commit {
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub message: String,
    pub author_name: Option<String>,
    pub authored_date: Option<DateTime<Utc>>,
    pub stats: Option<Stats>,
    pub last_pipeline: Option<Pipeline>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Stats {
    pub additions: i64,
    pub deletions: i64,
}

/// A job of a pipeline.
#[derive(Debug, Deserialize)]
pub(super) struct Job {
    pub id: i64,
    pub name: String,
    pub stage: Option<String>,
    pub status: String,
    #[serde(default)]
    pub allow_failure: bool,
    /// A word as `script_failure`; older versions tell none.
    pub failure_reason: Option<String>,
    pub web_url: Option<String>,
}

/// Notes that belong together.
#[derive(Debug, Deserialize)]
pub(super) struct Discussion {
    #[serde(default)]
    pub notes: Vec<Remark>,
}

/// A note with its place.
#[derive(Debug, Deserialize)]
pub(super) struct Remark {
    pub id: i64,
    #[serde(default)]
    pub body: String,
    pub author: Option<User>,
    #[serde(default)]
    pub system: bool,
    /// Absent where it cannot be.
    #[serde(default)]
    pub resolved: bool,
    pub position: Option<Position>,
}

/// A line of the changes.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Position {
    pub new_path: Option<String>,
    pub old_path: Option<String>,
    pub new_line: Option<i64>,
    pub old_line: Option<i64>,
}

/// A merge request that is open.
#[derive(Debug, Deserialize)]
pub struct Opened {
    pub web_url: String,
}

impl Opened {
    /// Its address, as the answer to a request that opened it says.
    pub fn read(said: &str) -> Result<String, SourceError> {
        let opened: Self = serde_json::from_str(said).map_err(|error| SourceError::Malformed { detail: error.to_string() })?;
        Ok(opened.web_url)
    }
}
