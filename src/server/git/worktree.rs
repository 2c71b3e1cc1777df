//! One worktree and one branch for each session.

use super::{Error, Result, repository, run};
use std::path::{Path, PathBuf};

/// How many names are tried for a branch.
const NAMES_MOST: u32 = 50;

/// A worktree with its branch, and where it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worktree {
    pub folder: PathBuf,
    pub branch: String,
    pub base_sha: String,
}

/// Makes a worktree below `folder` on a new branch that begins at `base`. Where the branch is taken, a number is added to its name.
pub async fn add(repository: &Path, folder: &Path, branch: &str, base: &str) -> Result<Worktree> {
    let base_sha = repository::resolve(repository, base).await?;
    for attempt in 1..=NAMES_MOST {
        let (folder, branch) = numbered(folder, branch, attempt);
        if folder.exists() || repository::resolve(repository, &format!("refs/heads/{branch}")).await.is_ok() {
            continue;
        }
        let path = folder.as_os_str();
        let arguments = ["worktree", "add", "--quiet", "--no-track", "-b"].map(std::ffi::OsStr::new);
        let arguments: Vec<_> = arguments.into_iter().chain([branch.as_ref(), "--".as_ref(), path, base_sha.as_ref()]).collect();
        run::bytes(repository, &arguments).await?;
        return Ok(Worktree { folder, branch, base_sha });
    }
    Err(Error::Refused { command: "worktree add".into(), detail: format!("the branch {branch} and its like are taken") })
}

fn numbered(folder: &Path, branch: &str, attempt: u32) -> (PathBuf, String) {
    if attempt == 1 {
        return (folder.to_owned(), branch.to_owned());
    }
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{attempt}"));
    (folder.with_file_name(name), format!("{branch}-{attempt}"))
}

/// What would be lost with a worktree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Files that are not committed.
    pub uncommitted: usize,
    /// Commits that are on no other branch and on no remote.
    pub alone: usize,
}

impl State {
    /// Nothing would be lost.
    pub fn is_clean(self) -> bool {
        self == Self::default()
    }
}

/// What would be lost, were this worktree and its branch taken away.
pub async fn state(worktree: &Path, branch: &str) -> Result<State> {
    let status = run::text(worktree, &["status", "--porcelain", "--untracked-files=all"]).await?;
    let own = format!("--exclude={branch}");
    let others = ["rev-list", "--count", "HEAD", "--not", &own, "--branches", "--remotes"];
    let alone = run::text(worktree, &others).await?;
    Ok(State { uncommitted: status.lines().count(), alone: alone.parse().unwrap_or(usize::MAX) })
}

/// Takes a worktree and its branch away. What is nowhere else is never taken: that is refused.
pub async fn discard(repository: &Path, worktree: &Path, branch: &str) -> Result<()> {
    if worktree.exists() {
        let state = state(worktree, branch).await?;
        if !state.is_clean() {
            return Err(Error::Unsaved(format!("{} files not committed, {} commits on no other branch", state.uncommitted, state.alone)));
        }
        let path = worktree.as_os_str();
        // Without --force, git itself refuses what has changed since it was looked at.
        run::bytes(repository, &["worktree".as_ref(), "remove".as_ref(), "--".as_ref(), path]).await?;
    }
    run::bytes(repository, &["branch", "--delete", "--force", "--end-of-options", branch]).await.map(|_| ())
}

/// Sends the branch to where the repository is pushed to.
pub async fn push(worktree: &Path, branch: &str) -> Result<()> {
    let refs = format!("refs/heads/{branch}:refs/heads/{branch}");
    run::bytes(worktree, &["push", "--quiet", "--no-verify", "origin", &refs]).await.map(|_| ())
}
