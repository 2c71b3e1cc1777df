//! Before/after pairs: the business metric that a goal is about.

use super::{GoalId, MetricId, Result, patch, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which way a metric should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Improve {
    Down,
    Up,
}

impl Improve {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Up => "up",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "down" => Some(Self::Down),
            "up" => Some(Self::Up),
            _ => None,
        }
    }
}

/// What a change means for the person who set the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Better,
    Worse,
    Unchanged,
}

impl Verdict {
    /// The word on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Unchanged => "unchanged",
        }
    }
}

/// A metric measured before and after the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Metric {
    pub id: MetricId,
    pub goal_id: GoalId,
    pub name: String,
    pub before: f64,
    /// Null while only the baseline is known.
    pub after: Option<f64>,
    pub unit: Option<String>,
    pub improve: Option<Improve>,
    /// Where the numbers come from: `manual`, `agent`, `import`, or in the user's words.
    pub source: String,
    pub note: Option<String>,
    /// `after - before`.
    pub delta: Option<f64>,
    /// The same in percent of `before`; null where `before` is 0.
    pub delta_percent: Option<f64>,
    /// What the change means; null without a direction or an after.
    pub verdict: Option<Verdict>,
    pub measured_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// `after - before`, without the noise of binary fractions: 1.8 - 12.3 is -10.5.
pub fn delta(before: f64, after: f64) -> f64 {
    tidy(after - before)
}

/// The change in percent of `before`; none where `before` is 0.
pub fn delta_percent(before: f64, after: f64) -> Option<f64> {
    (before != 0.0).then(|| tidy((after - before) / before.abs() * 100.0))
}

/// What the change means; none without a direction.
pub fn verdict(before: f64, after: f64, improve: Option<Improve>) -> Option<Verdict> {
    let improve = improve?;
    Some(match (after - before, improve) {
        (0.0, _) => Verdict::Unchanged,
        (d, Improve::Down) if d < 0.0 => Verdict::Better,
        (d, Improve::Up) if d > 0.0 => Verdict::Better,
        _ => Verdict::Worse,
    })
}

/// Rounds to twelve significant digits: all that a person can have typed, none of what binary fractions add.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// The body that adds a pair. `after` may follow later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewMetric {
    #[schema(required = true)]
    pub name: String,
    #[schema(required = true)]
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub unit: Option<String>,
    pub improve: Option<Improve>,
    pub source: Option<String>,
    pub measured_at: Option<DateTime<Utc>>,
    pub note: Option<String>,
}

impl NewMetric {
    /// Trims and refuses what does not fit; `at` is the pointer of the pair in the body, empty for a single one.
    pub fn check(self, at: &str) -> Result<Self> {
        let mut check = Check::default();
        if self.before.is_none() {
            check.fail(format!("{at}/before"), "is required: the value before the work");
        }
        for (name, value) in [("before", self.before), ("after", self.after)] {
            if value.is_some_and(|v| !v.is_finite() || v.abs() > 1e300) {
                check.fail(format!("{at}/{name}"), "must be a finite number");
            }
        }
        let checked = Self {
            name: check.title(&format!("{at}/name"), &self.name),
            unit: check.label(&format!("{at}/unit"), self.unit),
            source: check.label(&format!("{at}/source"), self.source),
            note: check.text(&format!("{at}/note"), self.note),
            ..self
        };
        check.done().map(|()| checked)
    }
}

/// The body that changes a pair: what is absent stays, `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MetricPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub after: Option<Option<f64>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Option<String>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub improve: Option<Option<Improve>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub note: Option<Option<String>>,
}

impl MetricPatch {
    /// All that a person may correct, as it stands in `metric`.
    pub fn all_of(metric: &Metric) -> Self {
        Self {
            name: Some(metric.name.clone()),
            before: Some(metric.before),
            after: Some(metric.after),
            unit: Some(metric.unit.clone()),
            improve: Some(metric.improve),
            note: Some(metric.note.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_what_a_person_would_write() {
        assert_eq!(delta(12.3, 1.8), -10.5);
        assert_eq!(delta_percent(12.3, 1.8).map(|p| format!("{p:.1}")), Some("-85.4".into()));
        assert_eq!(delta_percent(0.0, 5.0), None);
        assert_eq!(delta_percent(-10.0, -5.0), Some(50.0));
    }

    #[test]
    fn better_follows_the_direction() {
        assert_eq!(verdict(12.3, 1.8, Some(Improve::Down)), Some(Verdict::Better));
        assert_eq!(verdict(12.3, 1.8, Some(Improve::Up)), Some(Verdict::Worse));
        assert_eq!(verdict(3.0, 3.0, Some(Improve::Up)), Some(Verdict::Unchanged));
        assert_eq!(verdict(1.0, 2.0, None), None);
    }
}
