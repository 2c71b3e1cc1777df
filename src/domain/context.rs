//! Versions of the document that all agents of a goal share.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A version, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContextVersion {
    /// 1 for the first.
    pub version: i64,
    /// Who wrote it.
    pub actor: String,
    pub at: DateTime<Utc>,
    /// How long it is.
    pub characters: u64,
}

/// What a version says, and how it differs from the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContextChange {
    #[serde(flatten)]
    pub about: ContextVersion,
    /// Markdown.
    pub markdown: String,
    /// A unified diff against the version before; of the whole text for the first.
    pub patch: String,
}
