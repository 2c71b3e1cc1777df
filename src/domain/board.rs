//! The board: goals by status.

use super::goal::{GoalStatus, GoalSummary};
use serde::{Deserialize, Serialize};

/// How many cards a column shows before "Show more".
pub const CARDS_PER_COLUMN: u64 = 30;

/// One column of the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    pub status: GoalStatus,
    /// All goals of the column, shown or not.
    pub total: u64,
    pub cards: Vec<GoalSummary>,
}

/// What the board page needs at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    pub columns: Vec<Column>,
    /// Projects and tags that occur, for the filters.
    pub projects: Vec<String>,
    pub tags: Vec<String>,
}
