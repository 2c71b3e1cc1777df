//! Keeping goals in step with their issues: the switches of a connection, and how it goes.

use super::super::{Result, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How seldom Jira is asked unless said otherwise, in minutes.
pub const EVERY_USUAL: u32 = 15;
/// The shortest pause, in minutes.
pub const EVERY_LEAST: u32 = 5;
/// The longest pause, in minutes: a day.
pub const EVERY_MOST: u32 = 1_440;

/// A goal whose issue is gone, or may not be seen any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraGone)]
pub struct Gone {
    /// `ABC-12`
    pub key: String,
    /// `G12`
    pub goal_key: String,
    pub since: DateTime<Utc>,
}

/// How goals are kept in step with one Jira.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraKeeping)]
pub struct Keeping {
    pub connection_id: String,
    /// Title and status of issues are taken over, except where a person changed them here.
    pub keep_in_step: bool,
    /// The pause between two looks.
    pub every_minutes: u32,
    /// A comment with the proof is written when a goal becomes proven.
    pub comment_when_proven: bool,
    /// How many goals came from there.
    pub issues: u64,
    /// When it was last asked with success.
    pub synced_at: Option<DateTime<Utc>>,
    /// When it is asked next; null while there is nothing to ask for.
    pub due_at: Option<DateTime<Utc>>,
    /// What went wrong last, in the peer's own words.
    pub error: Option<String>,
    pub gone: Vec<Gone>,
    /// Comments that could not be written.
    pub comment_errors: Vec<String>,
}

/// The body that turns the switches; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = JiraKeepingPatch)]
pub struct KeepingPatch {
    pub keep_in_step: Option<bool>,
    /// From 5 to 1440.
    pub every_minutes: Option<u32>,
    pub comment_when_proven: Option<bool>,
}

impl KeepingPatch {
    /// Refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        if self.every_minutes.is_some_and(|minutes| !(EVERY_LEAST..=EVERY_MOST).contains(&minutes)) {
            check.fail("/everyMinutes", format!("must be between {EVERY_LEAST} and {EVERY_MOST}"));
        }
        check.done().map(|()| self)
    }
}

/// What one look at a Jira brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraTaken)]
pub struct Taken {
    /// Goals that were changed.
    pub changed: u64,
    /// Goals whose issue was found to be gone.
    pub gone: u64,
    /// Comments that were written.
    pub commented: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jira_is_not_asked_more_often_than_every_five_minutes() {
        for (minutes, fits) in [(0, false), (4, false), (5, true), (1_440, true), (1_441, false)] {
            let patch = KeepingPatch { every_minutes: Some(minutes), ..KeepingPatch::default() };
            assert_eq!(patch.check().is_ok(), fits, "{minutes}");
        }
    }
}
