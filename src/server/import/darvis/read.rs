//! Rows out of the original's file, whatever state it is in.

use crate::{
    domain::{Error, Result},
    server::db::sqlite::{Connection, Use, plain},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};
use std::{collections::HashMap, path::Path};

/// A table of the original and the columns that are read. Numbers come after the texts.
pub struct Table {
    pub name: &'static str,
    texts: &'static [&'static str],
    numbers: &'static [&'static str],
}

/// All tables, those first that the others refer to.
pub const TABLES: [Table; 4] = [
    Table {
        name: "goals",
        texts: &[
            "id",
            "title",
            "description",
            "status",
            "tags",
            "jira_url",
            "outcome_tags",
            "outcome_notes",
            "narrative",
            "narrative_tone",
            "created_at",
            "updated_at",
        ],
        numbers: &["total_spend"],
    },
    Table { name: "updates", texts: &["id", "goal_id", "source", "agent_name", "summary", "details", "created_at"], numbers: &[] },
    Table {
        name: "artifacts",
        texts: &["id", "goal_id", "type", "url", "title", "merged_at", "ci_status", "created_at"],
        numbers: &["files_changed", "lines_added", "lines_removed"],
    },
    Table {
        name: "metrics",
        texts: &["id", "goal_id", "name", "unit", "source", "measured_at", "created_at"],
        numbers: &["before_val", "after_val"],
    },
];

/// A row as it stands in the file.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// SQLite's own number of the row.
    pub number: i64,
    pub texts: HashMap<&'static str, String>,
    pub numbers: HashMap<&'static str, f64>,
}

/// Everything in the file, and the names of tables and columns that it lacks.
#[derive(Debug, Default)]
pub struct Content {
    pub rows: HashMap<&'static str, Vec<Row>>,
    pub missing: Vec<(&'static str, Option<&'static str>)>,
}

/// Reads the original's database in `file`.
pub async fn read(file: &Path) -> Result<Content> {
    let folder = tempfile::tempdir().map_err(|error| unusable(file, &format!("no room for a copy: {error}")))?;
    let copy = folder.path().join("copy.db");
    snapshot(file, &copy).await?;
    // A log that came with the copy must be played back, so the copy may be written; the original never is.
    let db = open(&copy, Use::AsItIs).await.map_err(|error| unusable(file, &error.to_string()))?;
    let content = all(&db).await.map_err(|error| unusable(file, &error.to_string()))?;
    db.close().await.map_err(|error| unusable(file, &error.to_string()))?;
    if content.missing.contains(&("goals", None)) {
        return Err(unusable(file, "it has no table `goals`, so it is not a database of Darvis Maestro"));
    }
    Ok(content)
}

/// A copy as of one moment, with what still waits in the write-ahead log, beside a program that writes.
async fn snapshot(file: &Path, copy: &Path) -> Result<()> {
    if !file.is_file() {
        return Err(unusable(file, "there is no such file"));
    }
    let vacuum = async {
        let db = open(file, Use::AsItIsReadOnly).await?;
        let into = copy.to_string_lossy().into_owned();
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO $1", [into.into()])).await?;
        db.close().await
    };
    match vacuum.await {
        Ok(()) => Ok(()),
        // A log in a folder where nothing may be written cannot be opened in place; then nobody else writes there, either.
        Err(error) if error.to_string().contains("unable to open database file") || error.to_string().contains("readonly") => {
            by_files(file, copy).map_err(|error| unusable(file, &error.to_string()))
        }
        Err(error) => Err(unusable(file, &error.to_string())),
    }
}

fn by_files(file: &Path, copy: &Path) -> std::io::Result<()> {
    let log = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push("-wal");
        name
    };
    std::fs::copy(file, copy)?;
    if std::fs::exists(log(file))? {
        std::fs::copy(log(file), log(copy))?;
    }
    Ok(())
}

async fn open(file: &Path, purpose: Use) -> Result<DatabaseConnection, DbErr> {
    plain(Connection::open(file, purpose)?).await
}

async fn all(db: &DatabaseConnection) -> Result<Content, DbErr> {
    let mut content = Content::default();
    for table in &TABLES {
        let known = columns(db, table.name).await?;
        if known.is_empty() {
            content.missing.push((table.name, None));
            continue;
        }
        let has = |column: &&&'static str| known.iter().any(|k| k == **column);
        let lacks = table.texts.iter().chain(table.numbers).filter(|c| !has(c));
        content.missing.extend(lacks.map(|column| (table.name, Some(*column))));
        let texts: Vec<&'static str> = table.texts.iter().chain(table.numbers).filter(has).copied().collect();
        let numbers: Vec<&'static str> = table.numbers.iter().filter(has).copied().collect();
        content.rows.insert(table.name, rows(db, table.name, &texts, &numbers).await?);
    }
    Ok(content)
}

async fn columns(db: &DatabaseConnection, table: &str) -> Result<Vec<String>, DbErr> {
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Texts come as bytes, so that neither a number in a text column nor broken UTF-8 stops the reading.
async fn rows(db: &DatabaseConnection, table: &str, texts: &[&'static str], numbers: &[&'static str]) -> Result<Vec<Row>, DbErr> {
    let mut wanted = vec!["rowid AS row_number".to_owned()];
    wanted.extend(texts.iter().map(|c| format!("CAST({c} AS BLOB) AS text_{c}")));
    wanted.extend(numbers.iter().map(|c| format!("CASE WHEN typeof({c}) IN ('integer', 'real') THEN CAST({c} AS REAL) END AS number_{c}")));
    let sql = format!("SELECT {} FROM {table} ORDER BY rowid", wanted.join(", "));
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| as_row(row, texts, numbers)).collect()
}

fn as_row(row: &QueryResult, texts: &[&'static str], numbers: &[&'static str]) -> Result<Row, DbErr> {
    let mut plain = Row { number: row.try_get("", "row_number")?, ..Row::default() };
    for column in texts {
        if let Some(bytes) = row.try_get::<Option<Vec<u8>>>("", &format!("text_{column}"))? {
            // PostgreSQL takes no NUL.
            plain.texts.insert(column, String::from_utf8_lossy(&bytes).replace('\0', ""));
        }
    }
    for column in numbers {
        if let Some(number) = row.try_get::<Option<f64>>("", &format!("number_{column}"))? {
            plain.numbers.insert(column, number);
        }
    }
    Ok(plain)
}

fn unusable(file: &Path, why: &str) -> Error {
    Error::invalid("/file", format!("{} cannot be imported: {why}", file.display()))
}
