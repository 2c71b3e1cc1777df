//! Where the data lies: the same options for every command that opens it.

use crate::server::{
    App,
    clock::Clock,
    config::{self, Config},
    datadir::DataDir,
    db,
};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::PathBuf;

/// Which data a command works on.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// Folder for database, key and lock [default: `maestro` in the user's folder for data]
    #[arg(long, global = true, env = "MAESTRO_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Database; SQLite in the data folder unless given
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The address that people use, as <https://maestro.example>
    #[arg(long, global = true, env = "MAESTRO_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

impl Place {
    /// The settings that these options mean.
    pub fn config(&self) -> Result<Config> {
        let dir = self.data_dir.clone().or_else(config::default_data_dir);
        let dir = dir.context("there is no home folder to keep the data in; give one with `--data-dir`")?;
        let dir = std::path::absolute(&dir).with_context(|| format!("{} is not a folder", dir.display()))?;
        let mut config = Config::for_data_dir(dir);
        if let Some(url) = self.database_url.clone().filter(|url| !url.is_empty()) {
            if !db::is_postgres(&url) && !url.starts_with("sqlite:") {
                bail!("the database URL starts with neither `postgres://` nor `sqlite:`");
            }
            config.database_url = url;
        }
        config.public_url = self.public_url.clone().filter(|url| !url.is_empty()).map(|url| check_url(&url)).transpose()?;
        Ok(config.with_environment())
    }

    /// Opens data that is there, beside a running server or without one: a folder that was mistyped is not made.
    pub async fn open_known(&self) -> Result<App> {
        let config = self.config()?;
        if !db::is_postgres(&config.database_url) && !config.data_dir.is_dir() {
            bail!("there is no data folder {}; `maestro serve` makes it, or name another one with `--data-dir`", config.data_dir.display());
        }
        self.open().await
    }

    /// Opens the data, beside a running server or without one; what is not there yet is made.
    pub async fn open(&self) -> Result<App> {
        let mut config = self.config()?;
        config.public_url = config.public_url.or_else(|| DataDir::address(&config.data_dir));
        DataDir::make(&config.data_dir)?;
        App::open(config, Clock::system()).await
    }
}

fn check_url(url: &str) -> Result<String> {
    let parsed: axum::http::Uri = url.parse().with_context(|| format!("`{url}` is not an address"))?;
    match (parsed.scheme_str(), parsed.host()) {
        (Some("http" | "https"), Some(_)) if matches!(parsed.path(), "" | "/") => Ok(url.trim_end_matches('/').to_owned()),
        _ => bail!("`{url}` is not an address as https://maestro.example (without a path)"),
    }
}
