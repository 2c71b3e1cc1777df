//! What the product knows beside the case.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Circumstances of an assessment; the default is a case by itself, with its time after over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// The time after is not over: the verdict is provisional (section 7).
    pub provisional: bool,
    /// It is over, but the samples of its end are not in.
    pub end_is_missing: bool,
    /// The baseline was entered when the outcome could be known.
    pub late_baseline: bool,
    /// Merges of other goals, deploys, incidents, holidays; those that were dismissed are left out by the caller.
    pub others: Vec<Other>,
    /// The bin width in seconds; chosen by the engine if none, or if it does not fit.
    pub bin_s: Option<f64>,
    /// The values are counts of events: rare ones get wider bins.
    pub counts: bool,
}

/// Something else that may have moved the metric.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Other {
    /// In unix seconds.
    pub at: i64,
    /// As people call it: "incident 42", "merge of acme/api#7".
    pub label: String,
}
