//! `maestro export`

use super::place::Place;
use crate::{
    domain::{goal::GoalStatus, portfolio::PortfolioFilter},
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
    #[arg(long, default_value = "md", value_parser = format)]
    format: Format,
    /// The file to write, `-` for the terminal or a pipe; what it held before stays until all is written
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
    #[arg(long, value_parser = status)]
    status: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl Export {
    /// Works beside a running server.
    pub async fn run(self) -> Result<()> {
        let Self { format, q, from, to, tag, project, goal, team, status, .. } = self;
        let filter = PortfolioFilter { q, from, to, tag, project, goal, team, status };
        let app = self.place.open_known().await?;
        let to_pipe = self.output == Path::new("-");
        let done = match to_pipe {
            true => pour(&app, filter, format).await,
            false => write(&app, filter, format, &self.output).await,
        };
        app.store.close().await;
        done?;
        if !to_pipe {
            println!("wrote {}", self.output.display());
        }
        Ok(())
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).map_err(|error| error.field("/format").map_or_else(|| error.to_string(), ToOwned::to_owned))
}

fn status(text: &str) -> Result<String, String> {
    let words = GoalStatus::ALL.map(GoalStatus::as_str).join(", ");
    let known = text == "archived" || GoalStatus::parse(text).is_some();
    if known { Ok(text.to_owned()) } else { Err(format!("use {words} or archived")) }
}

/// Writes for whoever reads along.
async fn pour(app: &App, filter: PortfolioFilter, format: Format) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let mut pieces = document(app, filter, format).await?.pieces;
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(piece.as_bytes()).context("failed to write to the standard output")?;
    }
    out.flush().context("failed to write to the standard output")
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
