//! What was committed in a session.

use super::{Result, run};
use crate::domain::work::{Commit, is_test};
use chrono::DateTime;
use std::path::Path;

/// Fields of a commit, between characters that git puts into none of them.
const FORMAT: &str = "--format=%x1e%H%x1f%an%x1f%ct%x1f%(trailers:key=Maestro-Session,valueonly,separator=%x2C)%x1f%s";

/// The commits of a worktree since `base`, oldest first; `session` is the value of their trailer.
pub async fn commits(worktree: &Path, base: &str, session: &str) -> Result<Vec<Commit>> {
    let range = format!("{base}..HEAD");
    let printed =
        run::text(worktree, &["log", "--reverse", "--no-show-signature", "--no-renames", FORMAT, "--numstat", &range, "--"]).await?;
    Ok(printed.split('\u{1e}').filter_map(|record| read(record, session)).collect())
}

fn read(record: &str, session: &str) -> Option<Commit> {
    let (head, files) = record.split_once('\n').unwrap_or((record, ""));
    let fields: Vec<&str> = head.split('\u{1f}').collect();
    let [sha, author, at, trailers, title] = fields[..] else { return None };
    let mut commit = Commit {
        sha: sha.to_owned(),
        title: title.to_owned(),
        author: author.to_owned(),
        at: DateTime::from_timestamp(at.parse().ok()?, 0)?,
        files: 0,
        lines_added: 0,
        lines_removed: 0,
        tests_added: 0,
        marked: trailers.split(',').any(|value| value.trim() == session),
    };
    for line in files.lines().filter(|line| !line.is_empty()) {
        count(&mut commit, line);
    }
    Some(commit)
}

fn count(commit: &mut Commit, line: &str) {
    let mut parts = line.split('\t');
    let (Some(added), Some(removed), Some(path)) = (parts.next(), parts.next(), parts.next()) else { return };
    // What is no text counts no lines: git prints a hyphen there.
    let added: u64 = added.parse().unwrap_or_default();
    commit.files += 1;
    commit.lines_added += added;
    commit.lines_removed += removed.parse::<u64>().unwrap_or_default();
    commit.tests_added += u32::from(added > 0 && is_test(path));
}
