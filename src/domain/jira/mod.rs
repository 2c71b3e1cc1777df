//! Jira issues, and the goals that they become.

mod exchange;
mod issue;
mod keeping;
mod step;
pub mod suggest;

pub use exchange::{Fate, ImportStep, Imported, ImportedIssue, Known, Preview, PreviewIssue, Query};
pub use issue::{Issue, Level, State, goal_title};
pub use keeping::{EVERY_LEAST, EVERY_MOST, EVERY_USUAL, Gone, Keeping, KeepingPatch, Taken};
pub use step::{Step, step};

/// The longest query, in characters.
pub const JQL_MOST: usize = 20_000;
/// The most issues that come in at once: some Data Centers answer no question past the ten thousandth.
pub const IMPORT_MOST: usize = 5_000;
/// The most issues that a preview shows.
pub const PREVIEW_MOST: usize = 200;
