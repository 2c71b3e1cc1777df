//! What can go wrong, told apart by what the caller does next.

use std::{io, path::PathBuf};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// git is not installed.
    #[error("git cannot be started: {0}; install it, or put it on PATH")]
    Missing(io::Error),
    /// It is no repository.
    #[error("{0} is not a git repository")]
    NotARepository(PathBuf),
    /// No branch, tag or commit has that name.
    #[error("there is no branch, tag or commit called {0}")]
    Unknown(String),
    /// A worktree has work that is nowhere else.
    #[error("the worktree has work that is nowhere else: {0}")]
    Unsaved(String),
    /// git refused; its own words.
    #[error("git {command}: {detail}")]
    Refused {
        /// The command's first words.
        command: String,
        /// The last line of what it said.
        detail: String,
    },
    /// It took too long.
    #[error("git {0} did not end in time")]
    TooSlow(String),
    /// The disk or the system failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What a call of git gives back.
pub type Result<T> = std::result::Result<T, Error>;
