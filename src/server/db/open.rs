//! Opening SQLite and PostgreSQL so that they are safe and quick.

use super::sqlite::{Connection, Use, plain};
use anyhow::{Context, Result, anyhow, bail};
use migrations::MigratorTrait;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Readers at once; more only queue at the disk.
pub const READERS: usize = 4;
/// Up to this size a database is checked at every start; beyond, `maestro doctor` does it.
const CHECK_UP_TO_BYTES: u64 = 64 << 20;

/// Whether `url` leads to PostgreSQL.
pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The address of a SQLite file.
pub fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

/// The file that a SQLite address leads to.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    rest.split('?').next().map(PathBuf::from)
}

/// A pool of read-only connections to PostgreSQL.
pub async fn postgres_reader(url: &str) -> Result<DatabaseConnection> {
    let mut options = options(url);
    options.max_connections(READERS as u32);
    options.map_sqlx_postgres_opts(|o| o.options([("default_transaction_read_only", "on")]));
    postgres(options).await
}

/// One connection that may do anything, outside the store: for migrations, tests and measurements.
pub async fn connect(url: &str) -> Result<DatabaseConnection> {
    let Some(file) = sqlite_file(url) else {
        let mut options = options(url);
        options.max_connections(1);
        return postgres(options).await;
    };
    let opened = Connection::open(&file, Use::Write).map_err(|error| {
        let said = error.to_string();
        let broken = said.contains("not a database") || said.contains("malformed");
        if broken { anyhow!(damaged(&file, &said)) } else { anyhow!("the database could not be opened: {said}") }
    })?;
    Ok(plain(opened).await?)
}

/// Brings the schema up to date; refuses a damaged database.
pub async fn migrate(url: &str) -> Result<()> {
    let db = connect(url).await?;
    check(url, &db).await?;
    migrations::Migrator::up(&db, None).await.context("the database could not be brought up to date")?;
    db.close().await?;
    Ok(())
}

async fn check(url: &str, db: &DatabaseConnection) -> Result<()> {
    let Some(file) = sqlite_file(url) else { return Ok(()) };
    if std::fs::metadata(&file).is_ok_and(|m| m.len() > CHECK_UP_TO_BYTES) {
        return Ok(());
    }
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), "PRAGMA quick_check(1)")).await;
    let found = rows.and_then(|rows| rows.first().map_or(Ok("ok".into()), |row| row.try_get_by_index::<String>(0)));
    match found {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => bail!(damaged(&file, &said)),
        Err(error) => bail!(damaged(&file, &error.to_string())),
    }
}

fn damaged(file: &Path, said: &str) -> String {
    format!("the database {} is damaged ({said}): move it away and bring back a backup with `maestro restore FILE`", file.display())
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10));
    options
}

async fn postgres(options: ConnectOptions) -> Result<DatabaseConnection> {
    Database::connect(options).await.map_err(|error| anyhow!("the database could not be opened: {error}"))
}
