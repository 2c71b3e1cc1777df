//! Opening SQLite and PostgreSQL so that they are safe and quick.

use anyhow::{Context, Result, bail};
use migrations::MigratorTrait;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::{path::Path, time::Duration};

/// Readers at once; more only queue at the disk.
const READERS: u32 = 4;
/// How long a connection waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);
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

/// A pool of read-only connections.
pub async fn reader(url: &str) -> Result<DatabaseConnection> {
    let mut options = options(url);
    options.max_connections(READERS);
    if is_postgres(url) {
        options.map_sqlx_postgres_opts(|o| o.options([("default_transaction_read_only", "on")]));
    } else {
        options.map_sqlx_sqlite_opts(|o| pragmas!(o).pragma("query_only", "ON"));
    }
    connect(options).await
}

/// The one connection that writes.
pub async fn writer(url: &str) -> Result<DatabaseConnection> {
    let mut options = options(url);
    options.max_connections(1);
    if !is_postgres(url) {
        options.map_sqlx_sqlite_opts(|o| pragmas!(o));
    }
    connect(options).await
}

/// Brings the schema up to date; refuses a damaged database.
pub async fn migrate(url: &str) -> Result<()> {
    let db = writer(url).await?;
    check(url, &db).await?;
    migrations::Migrator::up(&db, None).await.context("the database could not be brought up to date")?;
    db.close().await?;
    Ok(())
}

async fn check(url: &str, db: &DatabaseConnection) -> Result<()> {
    let file = url.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next());
    let Some(file) = file else { return Ok(()) };
    if std::fs::metadata(file).is_ok_and(|m| m.len() > CHECK_UP_TO_BYTES) {
        return Ok(());
    }
    let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), "PRAGMA quick_check(1)")).await;
    let found = rows.and_then(|rows| rows.first().map_or(Ok("ok".into()), |row| row.try_get_by_index::<String>(0)));
    match found {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => bail!(damaged(file, &said)),
        Err(error) => bail!(damaged(file, &error.to_string())),
    }
}

fn damaged(file: &str, said: &str) -> String {
    format!("the database {file} is damaged ({said}): move it away and bring back a backup with `maestro restore FILE`")
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10)).test_before_acquire(is_postgres(url));
    options
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection> {
    let url = options.get_url().to_owned();
    Database::connect(options).await.map_err(|error| {
        let file = url.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next());
        let said = error.to_string();
        match file {
            Some(file) if said.contains("not a database") || said.contains("malformed") => anyhow::anyhow!(damaged(file, &said)),
            _ => anyhow::anyhow!("the database could not be opened: {said}"),
        }
    })
}

/// WAL lets readers go on while the writer commits; FULL makes a commit survive a power cut.
macro_rules! pragmas {
    ($options:expr) => {
        $options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-16000")
            .busy_timeout(BUSY)
    };
}
use pragmas;
