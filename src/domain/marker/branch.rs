//! Markers in branch names: `g12-fix-login`, `maestro/T34`, `feature/PROJ-7-cart`.

use super::{Mark, jira, key};

/// The markers of a branch. In small letters one counts only at the start of a part between slashes, where people put it.
pub(super) fn marks(branch: &str) -> Vec<Mark> {
    branch.strip_prefix("refs/heads/").unwrap_or(branch).split('/').flat_map(part_marks).collect()
}

fn part_marks(part: &str) -> Vec<Mark> {
    let pieces: Vec<&str> = part.split(['-', '_']).collect();
    let mut marks = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let capital = piece.starts_with(|c: char| c.is_ascii_uppercase());
        if i > 0 && !capital {
            continue;
        }
        marks.extend(key(piece));
        let numbered = pieces.get(i + 1).map(|number| format!("{}-{number}", piece.to_ascii_uppercase()));
        let whole_case = piece.bytes().all(|b| !b.is_ascii_lowercase()) || piece.bytes().all(|b| !b.is_ascii_uppercase());
        marks.extend(numbered.filter(|_| whole_case && part.contains('-')).and_then(|word| jira::key(&word)).map(Mark::Jira));
    }
    marks
}
