//! A portfolio as JSON, piece by piece: the same document as `domain::portfolio::Export`.

use crate::domain::portfolio::{Export, ExportGoal};

/// The document up to its first goal. `export` has no goals in it.
pub fn head(export: &Export) -> serde_json::Result<String> {
    let whole = serde_json::to_string(export)?;
    let open = whole.strip_suffix("]}").unwrap_or(&whole);
    Ok(open.to_owned())
}

/// A goal; all but the first are led by a comma.
pub fn goal(goal: &ExportGoal, first: bool) -> serde_json::Result<String> {
    let comma = if first { "" } else { "," };
    Ok(format!("{comma}\n{}", serde_json::to_string(goal)?))
}

/// The end of the document.
pub const TAIL: &str = "\n]}\n";
