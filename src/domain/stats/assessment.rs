//! What the engine answers.

use super::{
    grade::Grade,
    reason::{Code, Pull, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The method and its version: another version may give another answer.
pub const METHOD: &str = "maestro-impact/2";

/// A change in the metric's unit, with all that led to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Assessment {
    pub id: String,
    /// [`METHOD`], or the name of the path that thin data took.
    pub method: String,
    pub grade: Grade,
    /// What the numbers alone would say, before the circumstances limit it.
    pub level: Grade,
    /// The mean change over the time after, in the metric's unit.
    pub effect: Option<f64>,
    /// The 95 % interval of the effect.
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// The effect in percent of what was expected.
    pub effect_percent: Option<f64>,
    /// The chance of so large a change without one, whenever in the window it began.
    pub p: Option<f64>,
    /// The plain numbers before and after, at the same time of the week: "X → Y".
    pub raw: Option<Pair>,
    /// The mean after the last merge, and what it would have been without the change.
    pub observed: Option<f64>,
    pub expected: Option<f64>,
    pub verdict: Option<Direction>,
    pub reasons: Vec<Reason>,
    /// For each merge, how well its time fits; together at most 1.
    pub attribution: Vec<f64>,
    /// What none of the merges explains.
    pub none_of_them: f64,
    pub onset: Option<Onset>,
    /// Other changes of the metric that were found and taken into account.
    pub other_changes: Vec<OtherChange>,
    pub controls: Option<ControlReport>,
    pub path: Option<Path>,
    pub diagnostics: Option<Diagnostics>,
    /// The time after is not over yet.
    pub provisional: bool,
    /// How long it took, in milliseconds; measured by the caller.
    pub ms: Option<f64>,
}

/// Two numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    pub before: f64,
    pub after: f64,
}

/// What the change means to those who set the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Improved,
    Worse,
}

/// When it changed: posterior mass before, within and after the window of the merges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Onset {
    pub before: f64,
    pub inside: f64,
    pub after: f64,
    /// The likeliest time, in unix seconds.
    pub best_at: i64,
}

/// A change that is not at the merges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OtherChange {
    /// In unix seconds.
    pub from: i64,
    /// When it went back; none if it stayed.
    pub until: Option<i64>,
}

/// How the metric followed the series that cannot have been moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlReport {
    pub count: usize,
    /// Constant, too short, or of another sampling.
    pub left_out: usize,
    /// Whether the metric followed them closely enough to correct it by them.
    pub usable: bool,
    /// In standard deviations of the metric per standard deviation of the controls.
    pub beta: f64,
    pub r2: f64,
    pub reliability: f64,
    /// The p-value of a change of the controls themselves at the merges.
    pub p: Option<f64>,
}

/// The curve without the change, bin by bin, in the metric's unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Path {
    /// Before the last merge: level, trend and seasons as fitted.
    pub fitted: Vec<Bin>,
    /// After it: what would have been seen without the change.
    pub expected: Vec<Bin>,
}

/// One bin of the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Bin {
    /// When it begins, in unix seconds.
    pub at: i64,
    /// None where too few samples were seen.
    pub observed: Option<f64>,
    pub expected: f64,
    /// Where 95 % of the values of single bins would lie.
    pub low: f64,
    pub high: f64,
}

/// The numbers behind the grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    pub bin_s: f64,
    /// Bins seen before the first, between, and after the last merge.
    pub before: usize,
    pub window: usize,
    pub after: usize,
    pub days_before: f64,
    pub days_after: f64,
    /// The standard deviation of the noise, in the metric's unit.
    pub sigma: f64,
    /// In nats: a change at the merges against one elsewhere, and against one just outside.
    pub lr: f64,
    pub lr_guard: f64,
    /// A short pulse against a lasting change; none for bins of a day or more.
    pub blip: Option<f64>,
    pub placebo_scale: f64,
    pub placebo_dates: usize,
    /// How likely there is a pattern of the week; none where it cannot be told.
    pub week: Option<f64>,
    pub outliers_clipped: usize,
    /// The share of bins that were not seen.
    pub missing: f64,
}

/// The line that `assess` writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub id: String,
    pub grade: Grade,
    pub effect: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    pub p: Option<f64>,
    pub ms: f64,
    pub attr: Vec<f64>,
    pub reasons: Vec<Code>,
}

impl Assessment {
    /// An answer without numbers.
    pub(super) fn none(id: &str, reason: Reason) -> Self {
        Self { id: id.to_owned(), method: METHOD.to_owned(), reasons: vec![reason], none_of_them: 1.0, ..Self::default() }
    }

    /// The line of the contract; its reasons are those that lowered or explain the grade.
    pub fn line(&self) -> Line {
        let told = self.reasons.iter().filter(|reason| reason.pull != Pull::Raised);
        Line {
            id: self.id.clone(),
            grade: self.grade,
            effect: self.effect,
            ci_low: self.ci_low,
            ci_high: self.ci_high,
            p: self.p,
            ms: self.ms.unwrap_or(0.0),
            attr: self.attribution.clone(),
            reasons: told.map(|reason| reason.code).collect(),
        }
    }

    /// Whether a reason is given.
    pub fn has(&self, code: Code) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }
}

impl Line {
    /// The line for a case that could not be read.
    pub fn error(id: String) -> Self {
        Self {
            id,
            grade: Grade::None,
            effect: None,
            ci_low: None,
            ci_high: None,
            p: None,
            ms: 0.0,
            attr: vec![],
            reasons: vec![Code::Error],
        }
    }
}
