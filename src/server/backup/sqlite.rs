//! Backups of SQLite: one consistent copy, while others write.

use super::{
    Done,
    files::{copy_private, create_private, put_aside},
};
use crate::server::db::{
    self,
    sqlite::{Connection, Use, plain},
};
use anyhow::{Context, Result, bail, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// What sets a database of Maestro apart from another's.
const OURS: &str = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('seaql_migrations', 'goals', 'tokens')";

/// Copies the database at `url` to `file`.
pub async fn copy(url: &str, file: &Path) -> Result<()> {
    let from = path_of(url)?;
    ensure!(from.is_file(), "there is no database {} to back up", from.display());
    create_private(file)?;
    let copied = vacuum(&from, file).await;
    if copied.is_err() {
        // Half a copy must not look like a backup.
        drop(fs::remove_file(file));
    }
    copied
}

async fn vacuum(from: &Path, to: &Path) -> Result<()> {
    let db = open(from).await?;
    let name = to.to_str().context("the name of the backup is not text")?.replace('\'', "''");
    db.execute_unprepared(&format!("VACUUM INTO '{name}'")).await.with_context(|| format!("copy to {}", to.display()))?;
    db.close().await?;
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Puts the backup in the place of the database at `url`.
pub async fn replace(url: &str, file: &Path, aside: &str, done: &mut Done) -> Result<()> {
    let to = path_of(url)?;
    let made = with_suffix(&to, ".restoring");
    drop(fs::remove_file(&made));
    copy_private(file, &made)?;
    let checked = check_ours(&made).await;
    if checked.is_err() {
        drop(fs::remove_file(&made));
    }
    checked.with_context(|| format!("{} was not restored", file.display()))?;
    for suffix in ["", "-wal", "-shm"] {
        done.kept.extend(put_aside(&with_suffix(&to, suffix), aside)?);
    }
    fs::rename(&made, &to).with_context(|| format!("{} cannot be put in place", to.display()))?;
    done.files.push(to);
    Ok(())
}

async fn check_ours(file: &Path) -> Result<()> {
    let said = integrity_of(file).await?;
    ensure!(said == "ok", "it is damaged: {said}");
    let db = open(file).await?;
    let found = first::<i64>(&db, OURS).await?;
    db.close().await?;
    ensure!(found == Some(3), "it is not a backup of Maestro");
    Ok(())
}

/// `ok`, or what SQLite finds wrong with the database at `url`.
pub async fn integrity(url: &str) -> Result<String> {
    integrity_of(&path_of(url)?).await
}

async fn integrity_of(file: &Path) -> Result<String> {
    let db = match open(file).await {
        Ok(db) => db,
        Err(error) => return Ok(format!("{error:#}")),
    };
    let said = first::<String>(&db, "PRAGMA integrity_check(1)").await;
    drop(db.close().await);
    Ok(said.map_or_else(|error| format!("{error:#}"), |said| said.unwrap_or_else(|| "ok".into())))
}

async fn first<T: sea_orm::TryGetable>(db: &DatabaseConnection, sql: &str) -> Result<Option<T>> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(row.map(|row| row.try_get_by_index::<T>(0)).transpose()?)
}

async fn open(file: &Path) -> Result<DatabaseConnection> {
    let opened = Connection::open(file, Use::AsItIs).with_context(|| format!("open {}", file.display()))?;
    Ok(plain(opened).await?)
}

/// The file behind a `sqlite:` address.
fn path_of(url: &str) -> Result<PathBuf> {
    match db::sqlite_file(url) {
        Some(path) if path.as_os_str() != "" && path.as_os_str() != ":memory:" => Ok(path),
        _ => bail!("the database is not a file"),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
