//! Lists come in pages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many items a page has when the caller does not say.
pub const DEFAULT_LIMIT: u64 = 50;
/// The most items that one page gives.
pub const MOST: u64 = 200;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Send it back as `?cursor=` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is complete.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }
}

/// How many items a page gets for what the caller asked.
pub fn limit(asked: Option<u64>) -> super::Result<u64> {
    match asked {
        None => Ok(DEFAULT_LIMIT),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(super::Error::invalid("/limit", format!("must be between 1 and {MOST}"))),
    }
}
