//! What a metric did after a change, and how far that can be believed.

mod assessed;
mod in_words;
mod pointwise;
#[cfg(test)]
mod sample;

pub use assessed::{Assessed, Proof, Sureness, believed, caveats};
pub use in_words::{InWords, read};
pub use pointwise::Beyond;

use super::{
    ArtifactId, GoalId, Result,
    confounder::Confounder,
    metric::Improve,
    series::{Point, Window, coarse},
    span::Span,
    stats::{Bin, Code, Diagnostics, Grade, Onset, OtherChange, Pull, Reason},
    text::Check,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much of the change a pull request explains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    pub artifact_id: ArtifactId,
    pub title: String,
    pub merged_at: DateTime<Utc>,
    /// The goal that it is linked to.
    pub goal_id: GoalId,
    /// 0 to 1. All together, over all goals, are at most 1; the rest is none of them.
    pub weight: f64,
}

/// From this weight on a change is named alone; below it is one of several.
const NAMED_FROM: f64 = 0.8;

/// So many points are enough for a line as small as a word.
const COURSE: usize = 32;

/// The one of several that is surest: it stands for the goal.
pub fn surest(all: &[Assessment]) -> Option<&Assessment> {
    all.iter().filter(|a| a.effect.is_some()).max_by_key(|a| (a.sureness(), std::cmp::Reverse(&a.id)))
}

/// The change that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Intervention {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

/// What a metric did after a change. It is never changed: a later look is a new version, which says what is new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    pub id: String,
    pub goal_id: GoalId,
    pub metric_source_id: String,
    /// The name of the metric.
    pub metric: String,
    pub unit: Option<String>,
    /// It is the rate per second of something that was counted: over time it adds up to a count.
    #[serde(default)]
    pub adds_up: bool,
    pub improve: Option<Improve>,
    /// 1, 2, 3… for the same goal and metric.
    pub version: i64,
    pub grade: Grade,
    /// The window afterwards is not over.
    pub provisional: bool,
    /// The mean effect over the window afterwards, in the metric's unit; null where there is none to tell.
    pub effect: Option<f64>,
    /// In percent of what was expected without the work; null where that is 0.
    pub effect_percent: Option<f64>,
    /// The 95 % interval of `effect`.
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    pub p: Option<f64>,
    /// The means that a person would compare by eye, as X → Y.
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// The mean over the window afterwards that was expected without the work.
    pub expected: Option<f64>,
    /// It went the way it should; null without a direction or an effect.
    pub improved: Option<bool>,
    pub intervention: Intervention,
    /// What was asked for; later looks ask for the same, until somebody asks for something else.
    #[serde(default)]
    pub request: AssessmentRequest,
    pub before_window: Span,
    pub after_window: Span,
    /// Long rhythms that were looked for beside day and week.
    #[serde(default)]
    pub periods: Vec<Span>,
    /// What there was.
    pub data: Window,
    /// What was observed, in the bins of time that were compared: `[at, value]`, with gaps. Left out where only the result is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observed: Vec<Point>,
    /// What was expected without the work, from the last merge on, with the band in which 95 % of the values would lie.
    #[serde(default)]
    pub counterfactual: Vec<Bin>,
    pub explained_by: Vec<Explanation>,
    /// What none of the changes explains, 0 to 1.
    pub unexplained: f64,
    /// When it changed, as far as the values tell.
    pub onset: Option<Onset>,
    /// Other changes of the metric that were found in its values and taken into account.
    pub other_changes: Vec<OtherChange>,
    /// The numbers behind the grade.
    pub diagnostics: Option<Diagnostics>,
    /// It is at least as large as the hypothesis wanted; null without one.
    pub large_enough: Option<bool>,
    pub reasons: Vec<Reason>,
    /// What else happened, dismissed or not.
    pub confounders: Vec<Confounder>,
    /// Other goals whose changes lie so close that the effect is shared with them.
    pub shared_with: Vec<GoalId>,
    /// How it was computed, with its version.
    pub method: String,
    /// All of it in words.
    pub sentence: String,
    /// What is new since the version before.
    pub news: String,
    pub created_at: DateTime<Utc>,
}

impl Assessment {
    /// Without its curves, for whoever only tells of it.
    #[must_use]
    pub fn told(self) -> Self {
        Self { observed: Vec::new(), counterfactual: Vec::new(), ..self }
    }

    /// As lists quote it: of its curves only the course of what was observed.
    #[must_use]
    pub fn quoted(self) -> Self {
        let observed = coarse(&self.observed, COURSE);
        Self { observed, ..self.told() }
    }

    /// By which the surest of several is found: it is the largest.
    pub fn sureness(&self) -> Sureness {
        Sureness { measured: self.effect.is_some(), grade: self.grade, complete: !self.provisional, at: self.created_at }
    }

    /// Whether a reason is given.
    pub fn has(&self, code: Code) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }

    /// How much of the window afterwards has been seen, and how long it is, in seconds.
    pub fn seen(&self) -> (i64, i64) {
        let whole = self.after_window.as_seconds();
        let seen = self.data.to - self.intervention.end.timestamp();
        // The window ends with its last sample, which may be a step before.
        (if self.provisional { seen.clamp(0, whole) } else { whole }, whole)
    }

    /// The place of a change among those that are looked at, by which pictures and timelines number it.
    pub fn number_of(&self, artifact: &ArtifactId) -> Option<usize> {
        self.explained_by.iter().position(|one| one.artifact_id == *artifact)
    }

    /// The one change that is likely enough to be named alone.
    pub fn named(&self) -> Option<&Explanation> {
        self.explained_by.iter().find(|one| one.weight >= NAMED_FROM)
    }

    /// Numbers were compared, and nothing stood out of their usual variation.
    pub fn is_ordinary(&self) -> bool {
        self.grade == Grade::None && self.effect.is_some()
    }

    /// What limits the grade, first things first.
    pub fn limits(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.pull == Pull::Lowered)
    }
}

/// An assessment as it is drawn on a page, as SVG whose colours are those of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// For 720 pixels and more.
    pub wide: String,
    /// For a phone.
    pub narrow: String,
    /// Where the axis of values starts, in words with the unit; none where that is 0.
    pub axis_from: Option<String>,
}

/// The effect at each time, drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeyondPictures {
    pub effect: Picture,
    /// Added up, where the metric adds up.
    pub sum: Option<Picture>,
}

/// The body that asks for an assessment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AssessmentRequest {
    #[schema(required = true)]
    pub metric_source_id: String,
    /// Absent: the latest merges of the goal that belong together.
    pub intervention: Option<Intervention>,
    /// Absent: as the hypothesis, else the metric says.
    pub before_window: Option<Span>,
    pub after_window: Option<Span>,
    /// The ids of metrics that the work cannot have moved; absent: as the metric says.
    pub controls: Option<Vec<String>>,
}

/// A change that takes longer, in days, is no one change any more.
const LONGEST_CHANGE: i64 = 366;
/// So many controls at most.
const CONTROLS_MOST: usize = 50;

impl AssessmentRequest {
    /// Refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        if self.metric_source_id.trim().is_empty() {
            check.fail("/metricSourceId", "is required: the metric to look at");
        }
        if self.intervention.is_some_and(|i| i.end < i.start) {
            check.fail("/intervention/end", "must not be before /intervention/start");
        }
        if self.intervention.is_some_and(|i| i.end - i.start > TimeDelta::days(LONGEST_CHANGE)) {
            check.fail("/intervention/end", format!("must be at most {LONGEST_CHANGE} days after /intervention/start"));
        }
        if self.controls.as_ref().is_some_and(|controls| controls.len() > CONTROLS_MOST) {
            check.fail("/controls", format!("must be at most {CONTROLS_MOST}"));
        }
        check.done().map(|()| self)
    }
}
