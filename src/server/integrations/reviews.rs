//! When other people looked at a change.

use chrono::{DateTime, Utc};

/// Somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Review {
    /// None for an account that was deleted.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

/// The reviews that count: by people other than the author. Authors appear among the reviewers when they reply.
pub(super) fn by_others(author: Option<&str>, reviews: Vec<Review>) -> Vec<Review> {
    let counts = |review: &Review| match (&review.by, author) {
        (Some(by), Some(author)) => !by.eq_ignore_ascii_case(author) && !is_bot(by),
        (Some(by), None) => !is_bot(by),
        (None, _) => true,
    };
    reviews.into_iter().filter(counts).collect()
}

/// Seconds from ready to the first of these; none without any, 0 for a review that came before.
pub(super) fn first_after(ready_at: Option<DateTime<Utc>>, reviews: &[Review]) -> Option<i64> {
    let first = reviews.iter().map(|r| r.at).min()?;
    ready_at.map(|ready| (first - ready).num_seconds().max(0))
}

/// The names that GitHub and GitLab give to accounts that are no people.
pub(super) fn is_bot(login: &str) -> bool {
    let login = login.to_ascii_lowercase();
    let of_gitlab = (login.starts_with("project_") || login.starts_with("group_")) && login.contains("_bot");
    of_gitlab || login.ends_with("[bot]") || login.ends_with("-bot") || login.ends_with("_bot")
}
