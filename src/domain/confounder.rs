//! What else may have moved a metric at the same time.

use super::{GoalId, Result, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConfounderKind {
    /// A change of other work, merged at the same time.
    Merge,
    Deploy,
    Incident,
    Holiday,
    /// Something else that a person names.
    Other,
}

impl ConfounderKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Merge, Self::Deploy, Self::Incident, Self::Holiday, Self::Other];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Deploy => "deploy",
            Self::Incident => "incident",
            Self::Holiday => "holiday",
            Self::Other => "other",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// The word on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Merge => "Other change",
            Self::Deploy => "Deploy",
            Self::Incident => "Incident",
            Self::Holiday => "Holiday",
            Self::Other => "Other",
        }
    }
}

/// Something else that happened, found by Maestro or added by a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Confounder {
    pub id: String,
    pub goal_id: GoalId,
    pub kind: ConfounderKind,
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// `maestro` where it was found, else who added it.
    pub actor: String,
    /// Somebody judged that it did not move the metric.
    pub dismissed_at: Option<DateTime<Utc>>,
    pub dismissed_by: Option<String>,
    pub dismissed_reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Confounder {
    /// It may have moved the metric: nobody has judged otherwise.
    pub fn counts(&self) -> bool {
        self.dismissed_at.is_none()
    }
}

/// The body that adds one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewConfounder {
    pub kind: Option<ConfounderKind>,
    #[schema(required = true)]
    pub title: String,
    #[schema(required = true)]
    pub starts_at: Option<DateTime<Utc>>,
    /// Absent: it was over at once.
    pub ends_at: Option<DateTime<Utc>>,
}

impl NewConfounder {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let title = check.title("/title", &self.title);
        match (self.starts_at, self.ends_at) {
            (None, _) => check.fail("/startsAt", "is required: when it began"),
            (Some(start), Some(end)) if end < start => check.fail("/endsAt", "must not be before /startsAt"),
            _ => {}
        }
        check.done().map(|()| Self { title, ..self })
    }
}

/// The body that dismisses one with a reason, or takes that back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Judgement {
    /// Required: whether it cannot have moved the metric.
    #[schema(required = true)]
    pub dismissed: Option<bool>,
    /// Required to dismiss: it stands beside the grade.
    pub reason: Option<String>,
}

impl Judgement {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let reason = check.text("/reason", self.reason);
        if self.dismissed.is_none() {
            check.fail("/dismissed", "is required: true, or false to take a dismissal back");
        }
        if self.dismissed == Some(true) && reason.is_none() {
            check.fail("/reason", "is required: why it cannot have moved the metric");
        }
        check.done().map(|()| Self { reason, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dismissing_needs_a_reason() {
        let judgement = |dismissed, reason: Option<&str>| Judgement { dismissed: Some(dismissed), reason: reason.map(Into::into) }.check();
        assert!(judgement(true, None).is_err() && judgement(true, Some("  ")).is_err());
        assert!(judgement(true, Some("another service")).is_ok() && judgement(false, None).is_ok());
        assert!(Judgement::default().check().is_err(), "what is not said changes nothing");
    }

    #[test]
    fn nothing_ends_before_it_began() {
        let at = |text: &str| Some(text.parse().unwrap());
        let new =
            NewConfounder { title: "x".into(), starts_at: at("2026-02-02T00:00:00Z"), ends_at: at("2026-02-01T00:00:00Z"), kind: None };
        assert!(new.check().is_err());
    }
}
