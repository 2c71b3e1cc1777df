//! `maestro backup` and `maestro restore`

use super::{place::Place, print};
use crate::server::{
    backup::{self, Done},
    clock::Clock,
};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// Copy everything, beside a running server.
#[derive(Debug, Args)]
pub struct Backup {
    /// Where to; must not exist yet. The key of the secrets goes to FILE.key
    file: PathBuf,
    /// Leave the key out; secrets must then be entered again after a restore
    #[arg(long)]
    without_key: bool,
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Put a backup in place of what is there.
#[derive(Debug, Args)]
pub struct Restore {
    /// What `maestro backup` wrote
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    /// Writes the files.
    pub async fn run(self) -> Result<()> {
        let done = backup::backup(&self.place.config()?, &std::path::absolute(self.file)?, !self.without_key).await?;
        tell(&done, self.json, "wrote")
    }
}

impl Restore {
    /// Refused while a server runs.
    pub async fn run(self) -> Result<()> {
        let done = backup::restore(&self.place.config()?, &std::path::absolute(self.file)?, Clock::system().now()).await?;
        tell(&done, self.json, "restored")
    }
}

fn tell(done: &Done, json: bool, verb: &str) -> Result<()> {
    if json {
        return print::json(done);
    }
    done.files.iter().for_each(|file| println!("{verb} {}", file.display()));
    done.kept.iter().for_each(|file| println!("kept {}", file.display()));
    Ok(())
}
