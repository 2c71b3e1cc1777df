//! How a session ended.

use super::{Folder, Result, folder};
use crate::domain::{
    dispatch::{Exit, Outcome},
    session::Tokens,
};
use serde::{Deserialize, Serialize};
use std::io;

/// `end.json`: written once, as the last thing of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct End {
    pub session: String,
    pub exit: Exit,
    pub outcome: Outcome,
    pub totals: Totals,
    /// Milliseconds since 1970; none where the agent was never started.
    pub started_at: Option<i64>,
    /// Milliseconds since 1970.
    pub ended_at: i64,
    /// How long the agent ran by a clock that nobody sets; none where the runner was lost.
    pub ran_ms: Option<u64>,
    /// Number of the last record of the journal.
    pub records: u64,
    /// Processes that outlived the agent and were ended.
    pub leftovers: u32,
    /// Processes that nobody can end, as those that wait for a broken disk. Empty but for a broken system.
    pub left: Vec<u32>,
    /// Lines that were read and could not be written any more.
    pub lost_lines: u64,
    /// The runner died before the session was over.
    pub lost: bool,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Totals {
    pub cost_micros: i64,
    pub tokens: Tokens,
    /// Some model had no price: the cost is higher than what was counted.
    pub unpriced: bool,
}

impl End {
    /// Puts it in place, whole or not at all.
    pub(super) fn write(&self, folder: &Folder) -> io::Result<()> {
        folder::write_json(&folder.end(), self)
    }

    /// None while the session is not over.
    pub fn read(folder: &Folder) -> Result<Option<Self>> {
        folder::read_json(&folder.end())
    }
}
