//! What the work of many goals did to their metrics.

use super::{
    GoalId, Usd,
    assessment::{Assessment, InWords},
    confounder::Confounder,
    goal::GoalStatus,
    hypothesis::Hypothesis,
    metric_source::MetricSource,
    series::Point,
    stats::Grade,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a goal is measured, all of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measuring {
    /// In the order in which they were added.
    pub sources: Vec<MetricSource>,
    /// The newest version for each metric.
    pub assessments: Vec<Assessment>,
    /// Newest first, withdrawn ones too.
    pub hypotheses: Vec<Hypothesis>,
    /// By time, dismissed ones too.
    pub confounders: Vec<Confounder>,
    /// What models wrote about versions of the assessments, newest first.
    pub words: Vec<InWords>,
    /// The model that would be asked to explain one; none is connected without it.
    pub model: Option<String>,
}

/// Which goals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImpactFilter {
    pub project: Option<String>,
    /// Only changes that were merged in the last so many days.
    pub days: Option<u32>,
}

/// What one goal did to one metric, with what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactRow {
    pub goal_id: GoalId,
    pub goal_key: String,
    pub goal_title: String,
    pub goal_status: GoalStatus,
    pub assessment_id: String,
    pub metric: String,
    pub unit: Option<String>,
    pub grade: Grade,
    pub provisional: bool,
    /// It went the way it should; null without a direction or an effect.
    pub improved: Option<bool>,
    pub effect: Option<f64>,
    /// In percent of what was expected without the work, with the 95 % interval; null where that is 0.
    pub effect_percent: Option<f64>,
    pub low_percent: Option<f64>,
    pub high_percent: Option<f64>,
    /// What all sessions of the goal cost, as far as it is known.
    pub cost_usd: Usd,
    /// Sessions of unknown cost.
    pub unknown_cost_sessions: u64,
    /// Keys of other goals whose changes cannot be told apart from these.
    pub shared_with: Vec<String>,
    pub merged_at: DateTime<Utc>,
    /// What was observed, at most 120 points.
    pub observed: Vec<Point>,
    /// When the changes of the goal were merged.
    pub merges: Vec<DateTime<Utc>>,
}

/// What the work of many goals did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// By effect in the wanted direction, largest first; those without a figure last.
    pub rows: Vec<ImpactRow>,
    /// How many goals have a metric that improved with at least medium confidence.
    pub proven: u64,
    /// The median of their effects in the wanted direction, in percent; each goal counts once, by its surest metric.
    pub median_percent: Option<f64>,
    /// What all goals of this view cost, for each of those; null where none is.
    pub spend_per_proven_usd: Option<Usd>,
    /// The median time from the making of such a goal until its last change was merged and measured, in seconds.
    pub plan_to_proven_seconds: Option<i64>,
    /// The projects to choose from.
    pub projects: Vec<String>,
}
