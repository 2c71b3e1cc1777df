//! `maestro import`

mod darvis;
mod jira;

use super::place::Place;
use anyhow::Result;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Bring in what other programs kept.
#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    source: Source,
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// A database of the original Darvis Maestro; a second run adds only what is new
    Darvis {
        /// Its file, usually `~/.darvis-maestro/maestro.db`; it may be open there
        file: PathBuf,
    },
    /// Issues of Jira, epics with their issues below them; a second run takes over what changed
    Jira(jira::Jira),
}

impl Import {
    /// Works beside a running server.
    pub async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let done = match &self.source {
            Source::Darvis { file } => darvis::run(&app, file, self.json).await,
            Source::Jira(jira) => jira.run(&app, self.json).await,
        };
        app.store.close().await;
        done
    }
}
