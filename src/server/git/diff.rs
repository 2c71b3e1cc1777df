//! What differs between a worktree and what its session began with.

use super::{Result, run};
use crate::domain::work::{ChangedFile, Diff};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, path::Path};

/// So much of a patch is shown.
const PATCH_MOST: usize = 1024 * 1024;

/// Files that differ from `base`, committed or not, by their names.
pub async fn changed_files(worktree: &Path, base: &str) -> Result<Vec<ChangedFile>> {
    let stats = run::bytes(worktree, &["diff", "--no-ext-diff", "--numstat", "-z", "-M", base, "--"]).await?;
    let kinds = run::bytes(worktree, &["diff", "--no-ext-diff", "--name-status", "-z", "-M", base, "--"]).await?;
    let open = uncommitted(worktree).await?;
    let mut files = read(&text(&stats), &text(&kinds));
    for file in &mut files {
        file.uncommitted = open.contains(&file.path);
    }
    for path in untracked(worktree).await? {
        let lines = lines_of(&worktree.join(&path));
        files.push(ChangedFile {
            path,
            from: None,
            kind: "added".into(),
            lines_added: lines,
            lines_removed: lines.map(|_| 0),
            uncommitted: true,
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The same with the patch of one file, or of all.
pub async fn diff(worktree: &Path, base: &str, file: Option<&str>) -> Result<Diff> {
    let files = changed_files(worktree, base).await?;
    let asked = file.map(|path| format!(":(literal,top){path}"));
    let mut arguments = vec!["diff", "--no-ext-diff", "--no-color", "-M", base, "--"];
    arguments.extend(asked.as_deref());
    let (mut patch, mut cut) = run::beginning(worktree, &arguments, PATCH_MOST).await?;
    let new = files.iter().filter(|found| found.uncommitted && found.kind == "added" && file.is_none_or(|path| path == found.path));
    let tracked: BTreeSet<String> = tracked(worktree).await?;
    for found in new.filter(|found| !tracked.contains(&found.path)) {
        cut |= append(&mut patch, worktree, &found.path);
    }
    Ok(Diff { base: base.to_owned(), files, patch, cut })
}

/// Changes whenever what is in the worktree does, committed or not.
pub async fn fingerprint(worktree: &Path, base: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(run::bytes(worktree, &["diff", "--no-ext-diff", "--binary", base, "--"]).await?);
    for path in untracked(worktree).await? {
        hash.update(path.as_bytes());
        // What is gone by now has changed by the next time.
        hash.update(std::fs::read(worktree.join(&path)).unwrap_or_default());
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn untracked(worktree: &Path) -> Result<Vec<String>> {
    let printed = run::bytes(worktree, &["ls-files", "--others", "--exclude-standard", "-z"]).await?;
    Ok(text(&printed).split('\0').filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
}

async fn tracked(worktree: &Path) -> Result<BTreeSet<String>> {
    let printed = run::bytes(worktree, &["ls-files", "-z"]).await?;
    Ok(text(&printed).split('\0').filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
}

async fn uncommitted(worktree: &Path) -> Result<BTreeSet<String>> {
    let printed = run::bytes(worktree, &["diff", "--no-ext-diff", "--name-only", "-z", "HEAD", "--"]).await?;
    Ok(text(&printed).split('\0').filter(|path| !path.is_empty()).map(ToOwned::to_owned).collect())
}

/// `1⇥2⇥path␀`, or `1⇥2⇥␀from␀to␀` where it was moved; and `M␀path␀`, or `R100␀from␀to␀`.
fn read(stats: &str, kinds: &str) -> Vec<ChangedFile> {
    let mut kinds = kinds.split('\0');
    let mut stats = stats.split('\0');
    let mut files = Vec::new();
    while let (Some(stat), Some(kind)) = (stats.next().filter(|stat| !stat.is_empty()), kinds.next()) {
        let mut parts = stat.splitn(3, '\t');
        let mut lines = || parts.next().and_then(|count| count.parse().ok());
        let (lines_added, lines_removed) = (lines(), lines());
        let moved = kind.starts_with(['R', 'C']);
        let (from, path) = match moved {
            true => (stats.next().map(ToOwned::to_owned), stats.next()),
            false => (None, parts.next()),
        };
        let named = kinds.next();
        let path = if moved { kinds.next().or(path) } else { named.or(path) };
        let kind = match kind.chars().next() {
            Some('A') => "added",
            Some('D') => "removed",
            Some('R' | 'C') => "moved",
            _ => "changed",
        };
        let path = path.unwrap_or_default().to_owned();
        files.push(ChangedFile { path, from, kind: kind.into(), lines_added, lines_removed, uncommitted: false });
    }
    files
}

/// Lines of a new file; none where it is no text, or too large to look at.
fn lines_of(file: &Path) -> Option<u64> {
    let content = small(file)?;
    u64::try_from(content.lines().count()).ok()
}

fn small(file: &Path) -> Option<String> {
    let meta = std::fs::symlink_metadata(file).ok()?;
    let fits = meta.is_file() && meta.len() <= u64::try_from(PATCH_MOST).unwrap_or(u64::MAX);
    fits.then(|| std::fs::read_to_string(file).ok()).flatten()
}

/// A new file as git would show it; true where there was no room.
fn append(patch: &mut String, worktree: &Path, path: &str) -> bool {
    let content = small(&worktree.join(path)).unwrap_or_default();
    if patch.len() + content.len() > PATCH_MOST {
        return true;
    }
    patch.push_str(&format!("diff --git a/{path} b/{path}\nnew file\n--- /dev/null\n+++ b/{path}\n"));
    let count = content.lines().count();
    if count > 0 {
        patch.push_str(&format!("@@ -0,0 +1,{count} @@\n"));
    }
    for line in content.lines() {
        patch.push('+');
        patch.push_str(line);
        patch.push('\n');
    }
    false
}
