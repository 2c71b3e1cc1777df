//! What there is to know about a repository.

use super::{Error, Result, run};
use std::path::{Path, PathBuf};

/// Is this the top folder of a repository with files?
pub async fn is_repository(folder: &Path) -> bool {
    let top = run::text(folder, &["rev-parse", "--show-toplevel"]).await;
    top.is_ok_and(|top| Path::new(&top) == folder)
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
