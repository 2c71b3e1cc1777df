//! What is expected of a metric, written down before the work: a guess made afterwards proves nothing.

use super::{GoalId, Result, metric::Improve, span::Span, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hypothesis of a goal about one metric. It is never changed: a new one takes its place, and both stay on record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hypothesis {
    pub id: String,
    pub goal_id: GoalId,
    pub metric_source_id: String,
    pub improve: Improve,
    /// The smallest effect worth having, without sign; null where any is.
    pub smallest_effect: Option<f64>,
    /// It is in percent of what is expected without the work, not in the metric's unit.
    pub smallest_is_percent: bool,
    pub before_window: Span,
    pub after_window: Span,
    pub note: Option<String>,
    /// Who registered it.
    pub actor: String,
    pub registered_at: DateTime<Utc>,
    /// When a newer one took its place, or somebody withdrew it.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// When the first session of the goal started, or the first change was merged; null before.
    pub work_began_at: Option<DateTime<Utc>>,
    /// It was registered before the work began.
    pub in_time: bool,
}

/// The body that registers a hypothesis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewHypothesis {
    #[schema(required = true)]
    pub metric_source_id: String,
    /// Absent: as the metric says.
    pub improve: Option<Improve>,
    pub smallest_effect: Option<f64>,
    pub smallest_is_percent: bool,
    /// Absent: as the metric says.
    pub before_window: Option<Span>,
    pub after_window: Option<Span>,
    pub note: Option<String>,
}

impl NewHypothesis {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        if self.metric_source_id.trim().is_empty() {
            check.fail("/metricSourceId", "is required: the metric that it is about");
        }
        if self.smallest_effect.is_some_and(|effect| !effect.is_finite() || effect <= 0.0) {
            check.fail("/smallestEffect", "must be a number above 0: how much at least, whichever way");
        }
        let note = check.text("/note", self.note);
        check.done().map(|()| Self { note, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_has_no_sign() {
        let new = |effect| NewHypothesis { metric_source_id: "m".into(), smallest_effect: effect, ..Default::default() };
        assert!(new(Some(5.0)).check().is_ok() && new(None).check().is_ok());
        for wrong in [-5.0, 0.0, f64::NAN] {
            assert!(new(Some(wrong)).check().is_err(), "{wrong}");
        }
    }
}
