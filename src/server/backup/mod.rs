//! Copies of everything, made beside a running server, and the way back.
//!
//! A backup is two files: the database, and (beside it, as `FILE.key`) the key
//! of its secrets. Who has both has the secrets: keep them apart, or leave the
//! key out and enter the secrets again after a restore.

mod files;
mod postgres;
mod sqlite;

pub use sqlite::integrity;

use super::{
    config::Config,
    datadir::DataDir,
    db::{self, MaestroStore},
    secrets,
};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};

/// What a backup or restore wrote, moved or left.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    /// The files of the backup, or those that it became.
    pub files: Vec<PathBuf>,
    /// Restore: where the former files lie now.
    pub kept: Vec<PathBuf>,
}

/// Where the key of a backup lies.
pub fn key_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

/// Copies database and, unless told otherwise, key to `file`; refuses to overwrite.
pub async fn backup(config: &Config, file: &Path, with_key: bool) -> Result<Done> {
    let key = secrets::key_file(&config.data_dir);
    let with_key = with_key && key.exists();
    ensure!(!file.exists(), "{} exists already; choose another name", file.display());
    ensure!(!with_key || !key_beside(file).exists(), "{} exists already; choose another name", key_beside(file).display());
    if db::is_postgres(&config.database_url) {
        postgres::dump(&config.database_url, file).await?;
    } else {
        sqlite::copy(&config.database_url, file).await?;
    }
    let mut files = vec![file.to_owned()];
    if with_key {
        files::copy_private(&key, &key_beside(file))?;
        files.push(key_beside(file));
    }
    Ok(Done { files, kept: Vec::new() })
}

/// Puts a backup in place of what is there, which is kept aside. No server may run.
pub async fn restore(config: &Config, file: &Path, now: DateTime<Utc>) -> Result<Done> {
    ensure!(file.is_file(), "there is no backup {}", file.display());
    let _held = DataDir::hold(&config.data_dir)?;
    let aside = now.format("before-%Y%m%d-%H%M%S").to_string();
    let mut done = Done { files: Vec::new(), kept: Vec::new() };
    if db::is_postgres(&config.database_url) {
        postgres::load(&config.database_url, file).await?;
    } else {
        sqlite::replace(&config.database_url, file, &aside, &mut done).await?;
    }
    if key_beside(file).is_file() {
        let key = secrets::key_file(&config.data_dir);
        done.kept.extend(files::put_aside(&key, &aside)?);
        files::copy_private(&key_beside(file), &key)?;
        done.files.push(key);
    }
    // Brings an older backup up to date, and shows that it opens.
    let store = MaestroStore::open(&config.database_url).await.context("the backup does not open")?;
    store.close().await;
    Ok(done)
}
