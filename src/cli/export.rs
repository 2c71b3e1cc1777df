//! `maestro export`

use super::place::Place;
use crate::{
    domain::portfolio::PortfolioFilter,
    server::{
        App,
        portfolio::{Format, document},
    },
};
use anyhow::{Context, Result};
use chrono::NaiveDate;
use clap::Args;
use futures::TryStreamExt;
use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Write goals with their proof into a file.
#[derive(Debug, Args)]
pub struct Export {
    /// `json` or `md`; `pdf` comes with a later version
    #[arg(long, default_value = "md")]
    format: String,
    /// The file to write; what it held before stays until all is written
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Words, searched in everything that belongs to a goal
    #[arg(long, value_name = "WORDS")]
    q: Option<String>,
    /// Goals with activity on or after this day, as 2026-02-18
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Goals with activity on or before this day
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    #[arg(long)]
    tag: Option<String>,
    #[arg(long)]
    project: Option<String>,
    /// A single goal by its key or id
    #[arg(long)]
    goal: Option<String>,
    /// Teams come with a later version: any name matches nothing
    #[arg(long)]
    team: Option<String>,
    /// `planning`, `in-progress`, `measuring`, `proven` or `archived`
    #[arg(long)]
    status: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl Export {
    /// Works beside a running server.
    pub async fn run(self) -> Result<()> {
        let format = Format::parse(&self.format)?;
        let Self { q, from, to, tag, project, goal, team, status, .. } = self;
        let filter = PortfolioFilter { q, from, to, tag, project, goal, team, status };
        let app = self.place.open().await?;
        let done = write(&app, filter, format, &self.output).await;
        app.store.close().await;
        done?;
        println!("wrote {}", self.output.display());
        Ok(())
    }
}

/// Writes beside the file first, so that nobody finds half a document under its name.
async fn write(app: &App, filter: PortfolioFilter, format: Format, file: &Path) -> Result<()> {
    let document = document(app, filter, format).await?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = NamedTempFile::new_in(folder).with_context(|| format!("failed to write into {}", folder.display()))?;
    let mut out = BufWriter::new(beside);
    let mut pieces = document.pieces;
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(piece.as_bytes()).with_context(|| format!("failed to write into {}", folder.display()))?;
    }
    let whole = out.into_inner().context("failed to write the last piece")?;
    whole.as_file().sync_all().context("failed to write to the disk")?;
    whole.persist(file).with_context(|| format!("failed to write {}", file.display()))?;
    Ok(())
}
