//! What the frame around every page shows.

use super::goal::Spend;
use serde::{Deserialize, Serialize};

/// The figures of header and navigation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Who is looking.
    pub name: String,
    /// The number of the newest event that the page has seen; the live stream starts after it.
    pub seq: i64,
    /// Reports that wait in the Inbox.
    pub waiting: u64,
    /// Cost that became known within the last 24 hours.
    pub day: Spend,
}
