//! What an experiment found, as the system that ran it computed it.

use super::metric::Improve;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An experiment with its results. Shares and relative changes are fractions: 0.05 is 5 %.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Experiment {
    /// The id at the source.
    pub id: String,
    pub name: String,
    /// In the source's own words, as `Concluded` or `IN_PROGRESS`.
    pub status: String,
    pub started_at: Option<DateTime<Utc>>,
    /// The end of the assignments, where one is set.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whole days that subjects were assigned, until the end or until now.
    pub days: Option<i64>,
    /// When the source computed this; null where it has no results yet.
    pub results_at: Option<DateTime<Utc>>,
    /// Whether the sizes of the variants differ from the plan more than by chance (sample ratio mismatch): then no effect
    /// can be believed. Null where the source does not say.
    pub sample_ratio_mismatch: Option<bool>,
    pub variants: Vec<Variant>,
    /// One for each variant and metric.
    pub effects: Vec<Effect>,
    /// What a person should know about these numbers.
    pub warnings: Vec<String>,
}

/// A variant and how many saw it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Variant {
    pub key: String,
    pub name: String,
    pub is_control: bool,
    /// How many subjects were assigned to it.
    pub assigned: Option<i64>,
}

/// How an effect is expressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lift {
    /// As a fraction of the control's value.
    #[default]
    Relative,
    /// In the unit of the metric.
    Absolute,
}

/// The effect of one variant on one metric, against the control. What the source does not tell is null and never 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Effect {
    pub metric_id: String,
    pub metric: String,
    /// The key of the variant.
    pub variant: String,
    /// The part of the subjects that this is about, as `country=DE`; null for all.
    pub segment: Option<String>,
    pub lift: Lift,
    pub estimate: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// The nominal confidence of the interval, as 0.95.
    pub level: Option<f64>,
    pub p_value: Option<f64>,
    /// The metric's value in the variant.
    pub value: Option<f64>,
    /// How many subjects of the variant were counted.
    pub assigned: Option<i64>,
    /// In the source's own words, as `FIXED_SAMPLE` or `BAYESIAN`.
    pub method: Option<String>,
    /// Data from before the experiment was used to reduce the variance.
    pub cuped: bool,
    /// The source itself does not trust this one.
    pub unreliable: bool,
    /// Which way the metric should go: a significant change may be a bad one.
    pub improve: Option<Improve>,
}
