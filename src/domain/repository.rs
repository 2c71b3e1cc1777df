//! Where agents may work.

use super::{Result, dispatch::check_branch, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A repository that agents may work in, or a folder with repositories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Repository {
    pub id: String,
    /// Its real path, without links.
    pub path: String,
    /// The last part of the path.
    pub name: String,
    /// What work begins from unless said otherwise; the checked-out branch where none is given.
    pub base: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The body that allows a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewRepository {
    /// The absolute path of a repository, or of a folder with repositories.
    #[schema(required = true)]
    pub path: String,
    pub base: Option<String>,
}

impl NewRepository {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let path = self.path.trim().trim_end_matches('/').to_owned();
        if !path.starts_with('/') || path.chars().any(char::is_control) || path.split('/').any(|part| part == "..") {
            check.fail("/path", "must be an absolute path without `..`, and not the root of the disk");
        }
        let base = check_branch(&mut check, "/base", self.base);
        check.done().map(|()| Self { path, base })
    }
}
