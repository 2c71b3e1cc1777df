//! What there is to know about a repository.

use super::{Error, Result, run};
use std::path::{Path, PathBuf};

/// Is this the top folder of a repository with files?
pub async fn is_repository(folder: &Path) -> bool {
    let top = run::text(folder, &["rev-parse", "--show-toplevel"]).await;
    top.is_ok_and(|top| Path::new(&top) == folder)
}

/// The top folder of the repository that this folder is in.
pub async fn top(folder: &Path) -> Option<PathBuf> {
    run::text(folder, &["rev-parse", "--show-toplevel"]).await.ok().map(PathBuf::from)
}

/// So deep below a folder its repositories are looked for.
const DEPTH: usize = 4;
/// Of more folders than these nobody waits to hear what they hold.
const FOLDERS_MOST: usize = 20_000;

/// Whether there may be a repository below this folder: there is one, or there are too many folders to look at. Links are not followed.
pub fn may_hold_repositories(folder: &Path) -> bool {
    let mut level = vec![folder.to_owned()];
    for _ in 0..DEPTH {
        // What cannot be read holds nothing that an agent could work in.
        let entries = level.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten());
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let below: Vec<PathBuf> = folders.map(|entry| entry.path()).take(FOLDERS_MOST).collect();
        if below.len() == FOLDERS_MOST || below.iter().any(|folder| folder.join(".git").exists()) {
            return true;
        }
        level = below;
    }
    false
}

/// The commit that a branch, tag or commit names.
pub async fn resolve(repository: &Path, name: &str) -> Result<String> {
    let commit = format!("{name}^{{commit}}");
    let found = run::text(repository, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).await;
    found.map_err(|error| match error {
        Error::Refused { .. } => Error::Unknown(name.to_owned()),
        other => other,
    })
}

/// What work begins from where nobody says: the branch that is checked out.
pub async fn default_base(repository: &Path) -> Result<String> {
    match run::text(repository, &["symbolic-ref", "--short", "--quiet", "HEAD"]).await {
        Ok(branch) => Ok(branch),
        Err(Error::Refused { .. }) => Ok("HEAD".into()),
        Err(error) => Err(error),
    }
}

/// The folders in which a commit of this worktree is written.
pub async fn folders(worktree: &Path) -> Result<Vec<PathBuf>> {
    let said = run::text(worktree, &["rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir"]).await?;
    let mut folders: Vec<PathBuf> = said.lines().map(PathBuf::from).collect();
    folders.dedup();
    Ok(folders)
}

/// The address of the repository that it came from.
pub async fn remote(repository: &Path) -> Result<Option<String>> {
    match run::text(repository, &["remote", "get-url", "origin"]).await {
        Ok(url) => Ok(Some(url)),
        Err(Error::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
