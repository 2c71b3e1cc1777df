//! `maestro runner`

use crate::server::{
    clock::Clock,
    runner::{self, Folder},
};
use anyhow::{Context, Result};
use clap::Args;
use std::path::PathBuf;

/// Run one agent, apart from the server that started it.
#[derive(Debug, Args)]
pub struct Runner {
    /// The session's folder, with its `launch.json`
    #[arg(long, value_name = "DIR")]
    session_dir: PathBuf,
}

impl Runner {
    /// Runs the session to its end. It needs little memory, so there is no runtime around it.
    pub fn run(self) -> Result<()> {
        // What is not Unicode cannot be handed on by an adapter.
        let environment = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let folder = Folder::new(self.session_dir);
        runner::run(&folder, environment.collect(), &Clock::system())
            .with_context(|| format!("the session in {} failed", folder.path().display()))
    }
}
