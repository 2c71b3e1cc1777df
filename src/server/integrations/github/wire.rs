//! The fields of GitHub's answers that we read. Everything that a version or a permission may take away is optional.

use super::super::SourceError;
use chrono::{DateTime, Utc};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub login: String,
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pull {
    pub title: String,
    pub body: Option<String>,
    pub state: String,
    #[serde(default)]
    pub draft: bool,
    #[serde(default)]
    pub merged: Option<bool>,
    pub user: Option<User>,
    pub created_at: Option<DateTime<Utc>>,
    pub merged_at: Option<DateTime<Utc>>,
    /// Of the test merge too, on pull requests that were never merged; gone in API version 2026-03-10.
    #[serde(default)]
    pub merge_commit_sha: Option<String>,
    pub additions: Option<i64>,
    pub deletions: Option<i64>,
    pub changed_files: Option<i64>,
    pub head: Option<Head>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Head {
    #[serde(rename = "ref")]
    pub branch: String,
    pub sha: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub filename: String,
    #[serde(default)]
    pub status: String,
    /// Absent for binary and large files.
    pub patch: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Review {
    /// Null for an account that was deleted.
    pub user: Option<User>,
    #[serde(default)]
    pub state: String,
    /// Absent while it is pending.
    pub submitted_at: Option<DateTime<Utc>>,
    pub body: Option<String>,
    pub html_url: Option<String>,
}

/// What somebody wrote about a line.
#[derive(Debug, Deserialize)]
pub(super) struct ReviewComment {
    pub id: i64,
    pub user: Option<User>,
    pub path: Option<String>,
    /// Null when the line was changed since.
    pub line: Option<i64>,
    pub original_line: Option<i64>,
    #[serde(default)]
    pub body: String,
    pub html_url: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Commit {
    pub sha: String,
    pub commit: Inner,
    /// The account, where the e-mail address belongs to one.
    #[serde(default)]
    pub author: Option<Account>,
    pub stats: Option<Stats>,
    #[serde(default)]
    pub files: Vec<File>,
}

/// An account, or `{}` as GitHub sends for some.
#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub login: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Inner {
    #[serde(default)]
    pub message: String,
    pub author: Option<Signature>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Signature {
    pub name: Option<String>,
    pub date: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Stats {
    pub additions: i64,
    pub deletions: i64,
}

/// Not a list: `{total_count, check_runs}`.
#[derive(Debug, Deserialize)]
pub(super) struct CheckRuns {
    #[serde(default)]
    pub check_runs: Vec<CheckRun>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct CheckRun {
    pub id: i64,
    #[serde(default)]
    pub name: String,
    pub status: String,
    pub conclusion: Option<String>,
    pub html_url: Option<String>,
    pub details_url: Option<String>,
    pub output: Option<Output>,
}

/// What a check says of itself, as Markdown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Output {
    pub title: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct CombinedStatus {
    pub state: String,
    #[serde(default)]
    pub total_count: i64,
    #[serde(default)]
    pub statuses: Vec<Status>,
}

/// The latest of one context.
#[derive(Debug, Deserialize)]
pub(super) struct Status {
    pub state: String,
    #[serde(default)]
    pub context: String,
    pub description: Option<String>,
    pub target_url: Option<String>,
}

/// An entry of the history of an issue or pull request.
#[derive(Debug, Deserialize)]
pub(super) struct IssueEvent {
    #[serde(default)]
    pub event: String,
    pub created_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RateLimit {
    pub resources: Resources,
}

#[derive(Debug, Deserialize)]
pub(super) struct Resources {
    pub core: Core,
}

#[derive(Debug, Deserialize)]
pub(super) struct Core {
    pub limit: i64,
    pub remaining: i64,
    pub reset: i64,
}

/// A pull request that is open.
#[derive(Debug, Deserialize)]
pub struct Opened {
    pub html_url: String,
}

impl Opened {
    /// Its address, as the answer to a request that opened it says.
    pub fn read(said: &str) -> Result<String, SourceError> {
        let opened: Self = serde_json::from_str(said).map_err(|error| SourceError::Malformed { detail: error.to_string() })?;
        Ok(opened.html_url)
    }
}
