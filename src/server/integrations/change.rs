//! What a code host says about one pull request, merge request or commit.

use crate::domain::artifact::Details;
use chrono::{DateTime, Utc};

/// A change, as far as the host tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub title: String,
    /// Markdown; for a commit the message below its first line.
    pub description: String,
    pub details: Details,
    /// Whole messages of its commits, for their trailers.
    pub commits: Vec<String>,
}

/// What is left of a limit on requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub limit: i64,
    pub remaining: i64,
    pub resets_at: Option<DateTime<Utc>>,
}

impl Quota {
    /// For a person: `57 of 60 requests are left until 14:30 UTC`.
    pub fn sentence(&self) -> String {
        let until = self.resets_at.map(|at| format!(" until {} UTC", at.format("%H:%M"))).unwrap_or_default();
        format!("{} of {} requests are left{until}", self.remaining, self.limit)
    }
}
