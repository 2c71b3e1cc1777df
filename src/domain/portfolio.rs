//! The portfolio: goals with their proof, for people who were not there.

use super::{Usd, assessment::Sureness, goal::GoalDetail, goal::GoalSummary, narrative::Narrative, stats::Grade};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The version of the exported JSON; grows when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// How many goals a page of the portfolio shows.
pub const PAGE: u64 = 50;

/// What a portfolio is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PortfolioFilter {
    /// Words, searched in everything that belongs to a goal.
    pub q: Option<String>,
    /// Goals with activity on or after this day.
    pub from: Option<NaiveDate>,
    /// Goals with activity on or before this day.
    pub to: Option<NaiveDate>,
    pub tag: Option<String>,
    pub project: Option<String>,
    /// Id or key of a single goal.
    pub goal: Option<String>,
    /// Teams come with a later version: until then any name matches nothing.
    pub team: Option<String>,
    pub status: Option<String>,
}

/// Sums over all goals of a portfolio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub goals: u32,
    pub proven: u32,
    pub sessions: u32,
    pub spend_usd: Usd,
    /// Sessions whose cost nobody reported; `spendUsd` leaves them out.
    pub unknown_cost_sessions: u32,
    pub merged_pulls: u32,
    /// How far the effects of the goals can be believed.
    #[serde(default)]
    pub grades: Grades,
}

/// Goals whose metrics were assessed, each counted once, by its surest metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Grades {
    pub high: u32,
    pub medium: u32,
    pub low: u32,
    /// Not distinguishable from normal variation.
    pub none: u32,
    /// There was too little to compare.
    pub unknown: u32,
    /// Those of `high`, `medium` and `low` that got worse: a grade says how far a change can be believed, not that it is good.
    pub worse: u32,
    /// Those of all whose window afterwards is not over.
    pub provisional: u32,
}

impl Grades {
    /// Counts the surest assessment of one more goal.
    pub fn count(&mut self, of: Sureness, improved: Option<bool>) {
        let place = match (of.measured, of.grade) {
            (false, _) => &mut self.unknown,
            (true, Grade::High) => &mut self.high,
            (true, Grade::Medium) => &mut self.medium,
            (true, Grade::Low) => &mut self.low,
            (true, Grade::None) => &mut self.none,
        };
        *place += 1;
        self.worse += u32::from(of.measured && of.grade > Grade::None && improved == Some(false));
        self.provisional += u32::from(!of.complete);
    }

    /// Goals that were assessed.
    pub fn all(&self) -> u32 {
        self.high + self.medium + self.low + self.none + self.unknown
    }
}

/// The goals of one month, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Month {
    /// `2026-11`: the month of the last activity.
    pub month: String,
    pub goals: Vec<GoalSummary>,
}

/// The portfolio page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
    pub totals: Totals,
    pub months: Vec<Month>,
    /// Projects and tags that occur, for the filters.
    pub projects: Vec<String>,
    pub tags: Vec<String>,
    /// Which page this is, counted from 0.
    pub page: u32,
    /// How many goals match that come after this page.
    pub more: u64,
}

/// The exported document; documented at `/api/docs` and versioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Always `maestro.portfolio`.
    pub schema: String,
    pub schema_version: u32,
    pub generated_at: DateTime<Utc>,
    pub filter: PortfolioFilter,
    pub totals: Totals,
    /// The months of the goals, newest first.
    pub months: Vec<ExportMonth>,
    /// Newest activity first; the last field, so that a reader can take them one by one.
    pub goals: Vec<ExportGoal>,
}

/// The goals of one month in the export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExportMonth {
    /// `2026-11`: the month of the last activity.
    pub month: String,
    /// `G12`
    pub goals: Vec<String>,
}

/// A goal in the export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExportGoal {
    #[serde(flatten)]
    pub detail: GoalDetail,
    /// The newest narrative of each tone, with its checked figures.
    pub narratives_checked: Vec<Narrative>,
}
