//! Finding things by their words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// `goal`, `task`, `session`, `artifact`, `narrative`, `update`.
    pub kind: String,
    pub id: String,
    /// `G12`, where it has one.
    pub key: Option<String>,
    pub title: String,
    /// The words around the find, with the found ones between `⟦` and `⟧`.
    pub snippet: String,
    /// The page that shows it.
    pub url: String,
    /// It belongs to a goal in the archive.
    pub archived: bool,
}
