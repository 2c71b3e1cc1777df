//! Git, by its own program: worktrees, what was committed in them, what differs.
//!
//! A capability: it knows neither the features nor `App`. No name that a person gives is ever taken for an option: every command
//! ends its options before it, and no command asks for a password or opens an editor.

mod commits;
mod diff;
mod error;
mod hooks;
mod repository;
mod run;
mod worktree;

pub use commits::commits;
pub use diff::{changed_files, diff, fingerprint};
pub use error::{Error, Result};
pub use hooks::{Trailers, install_hooks};
pub use repository::{default_base, folders, is_repository, may_hold_repositories, remote, resolve, top};
pub use worktree::{State, Worktree, add, discard, push, state};

#[cfg(test)]
mod tests;
