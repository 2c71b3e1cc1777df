//! The portfolio: goals with their proof, for people who were not there.

use super::{Usd, goal::GoalDetail, goal::GoalSummary, narrative::Narrative};
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
