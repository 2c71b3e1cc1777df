//! Where the files of a session are, all below the data folder.

use crate::{
    domain::SessionId,
    server::{App, runner::Folder},
};
use std::path::PathBuf;

/// Of one run: its journal, its socket, how it ended.
pub fn run(app: &App, session: &SessionId, run: u32) -> Folder {
    Folder::new(of(app, session).join(run.to_string()))
}

/// Of what happened in all runs.
pub fn transcript(app: &App, session: &SessionId) -> Folder {
    Folder::new(of(app, session).join("transcript"))
}

fn of(app: &App, session: &SessionId) -> PathBuf {
    app.config.data_dir.join("sessions").join(session.as_str())
}

/// Of the worktrees of all sessions.
pub fn worktrees(app: &App) -> PathBuf {
    app.config.data_dir.join("worktrees")
}

/// Of git's hooks.
pub fn hooks(app: &App) -> PathBuf {
    app.config.data_dir.join("hooks")
}

/// Of sockets whose own folder has too long a name.
pub fn runtime(app: &App) -> PathBuf {
    app.config.data_dir.join("run")
}
