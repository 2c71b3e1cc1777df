//! What a session did in its worktree.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A commit that was made in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Commit {
    pub sha: String,
    pub title: String,
    pub author: String,
    pub at: DateTime<Utc>,
    pub files: u32,
    pub lines_added: u64,
    pub lines_removed: u64,
    /// Files with tests that are new, or grew.
    pub tests_added: u32,
    /// It carries the trailer of this session.
    pub marked: bool,
}

/// A file that differs from what the session began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedFile {
    pub path: String,
    /// Its name before, where it was moved.
    pub from: Option<String>,
    /// `added`, `changed`, `removed`, `moved`.
    pub kind: String,
    /// None for a file that is not text.
    pub lines_added: Option<u64>,
    pub lines_removed: Option<u64>,
    /// Not committed yet.
    pub uncommitted: bool,
}

/// All that differs, and what of it was asked for in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Diff {
    pub base: String,
    pub files: Vec<ChangedFile>,
    /// The unified diff of the file that was asked for, or of all; cut at a megabyte.
    pub patch: String,
    /// There is more of the patch than this.
    pub cut: bool,
}

/// Is it a file of tests, by its name?
pub fn is_test(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    path.split('/').rev().skip(1).any(|folder| matches!(folder, "test" | "tests" | "__tests__" | "spec" | "specs"))
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || matches!(stem, "test" | "tests")
        || name.contains(".test.")
        || name.contains(".spec.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_known_by_their_names() {
        for path in ["tests/a.rs", "src/a/tests.rs", "a_test.go", "test_a.py", "web/a.test.ts", "web/a.spec.js", "src/__tests__/a.js"] {
            assert!(is_test(path), "{path}");
        }
        for path in ["src/attest.rs", "contest/a.rs", "src/latest.js"] {
            assert!(!is_test(path), "{path}");
        }
    }
}
