//! What came out of the work: pull requests, commits, files, links.

use super::{
    ArtifactId, GoalId, Result,
    text::{Check, URL_MOST},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of an artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArtifactType {
    /// A pull request.
    Pr,
    /// A merge request of GitLab.
    Mr,
    Commit,
    File,
    Link,
}

impl ArtifactType {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pr, Self::Mr, Self::Commit, Self::File, Self::Link];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pr => "pr",
            Self::Mr => "mr",
            Self::Commit => "commit",
            Self::File => "file",
            Self::Link => "link",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }

    /// A pull or a merge request.
    pub fn is_pull(self) -> bool {
        matches!(self, Self::Pr | Self::Mr)
    }
}

/// Where a pull or merge request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PullState {
    Draft,
    Open,
    Merged,
    Closed,
}

impl PullState {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Merged => "merged",
            Self::Closed => "closed",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Merged, Self::Closed].into_iter().find(|s| s.as_str() == text)
    }
}

/// The result of continuous integration for the head of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ci {
    Pass,
    Fail,
    Pending,
    /// There is no CI for it.
    None,
}

impl Ci {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Pending => "pending",
            Self::None => "none",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pass, Self::Fail, Self::Pending, Self::None].into_iter().find(|s| s.as_str() == text)
    }
}

/// What the code host says about a change. Everything may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Details {
    pub state: Option<PullState>,
    pub author: Option<String>,
    pub branch: Option<String>,
    pub opened_at: Option<DateTime<Utc>>,
    pub merged_at: Option<DateTime<Utc>>,
    pub lines_added: Option<i64>,
    pub lines_removed: Option<i64>,
    pub files_changed: Option<i64>,
    /// Test files that the change adds.
    pub tests_added: Option<i64>,
    /// Reviews by people other than the author.
    pub reviews: Option<i64>,
    /// Seconds from ready-for-review to the first review by another person.
    pub first_review_seconds: Option<i64>,
    /// Seconds from opened to merged.
    pub merge_seconds: Option<i64>,
    pub ci: Option<Ci>,
    /// The commit that the change ends with; CI belongs to it.
    pub head_sha: Option<String>,
    /// The commit on the target branch.
    pub merge_sha: Option<String>,
}

/// An artifact as a goal shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Artifact {
    pub id: ArtifactId,
    /// The goal that this entry links it to.
    pub goal_id: Option<GoalId>,
    #[serde(rename = "type")]
    pub kind: ArtifactType,
    pub title: String,
    pub url: Option<String>,
    pub sha: Option<String>,
    /// `acme/app`
    pub repo: Option<String>,
    /// `1801`
    pub number: Option<i64>,
    #[serde(flatten)]
    pub details: Details,
    /// Why it is linked to this goal, as "linked by the branch name"; `reported`, `added by hand`.
    pub link_reason: Option<String>,
    /// When the code host was last asked with success.
    pub fetched_at: Option<DateTime<Utc>>,
    /// Why the last attempt to ask it failed.
    pub fetch_error: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The body that adds an artifact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewArtifact {
    /// Absent: found out from the address.
    #[serde(rename = "type")]
    pub kind: Option<ArtifactType>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub sha: Option<String>,
    pub files_changed: Option<i64>,
    pub lines_added: Option<i64>,
    pub lines_removed: Option<i64>,
    pub merged_at: Option<DateTime<Utc>>,
    /// `pass`, `fail`, `pending`.
    pub ci_status: Option<Ci>,
}

impl NewArtifact {
    /// Trims and refuses what does not fit; `at` is the pointer of the artifact in the body, empty for a single one.
    pub fn check(self, at: &str) -> Result<Self> {
        let mut check = Check::default();
        let title = self.title.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        check.at_most(&format!("{at}/title"), title.as_deref().unwrap_or_default(), super::text::TITLE_MOST);
        let sha = self.sha.map(|s| s.trim().to_ascii_lowercase()).filter(|s| !s.is_empty());
        if sha.as_deref().is_some_and(|s| !(7..=64).contains(&s.len()) || !s.bytes().all(|b| b.is_ascii_hexdigit())) {
            check.fail(format!("{at}/sha"), "must be 7 to 64 hexadecimal digits");
        }
        let url = address(&mut check, &format!("{at}/url"), self.kind, self.url);
        if url.is_none() && title.is_none() && sha.is_none() {
            check.fail(format!("{at}/url"), "an artifact needs an address, a title or a sha");
        }
        for (name, n) in [("filesChanged", self.files_changed), ("linesAdded", self.lines_added), ("linesRemoved", self.lines_removed)] {
            if n.is_some_and(|n| n < 0) {
                check.fail(format!("{at}/{name}"), "must not be negative");
            }
        }
        let checked = Self { title, sha, url, ..self };
        check.done().map(|()| checked)
    }
}

/// Only a file may be named by a path; everything else is on the web.
fn address(check: &mut Check, pointer: &str, kind: Option<ArtifactType>, url: Option<String>) -> Option<String> {
    if kind == Some(ArtifactType::File) {
        let url = url.map(|u| u.trim().to_owned()).filter(|u| !u.is_empty())?;
        check.at_most(pointer, &url, URL_MOST);
        if url.split(':').next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript") || scheme.eq_ignore_ascii_case("data")) {
            check.fail(pointer, "must be a path or an address");
        }
        return Some(url);
    }
    check.url(pointer, url)
}
