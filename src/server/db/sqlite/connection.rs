//! One connection, and the statements that it runs.

use super::values::{Binder, Columns};
use rusqlite::{OpenFlags, config::DbConfig};
use sea_orm::{DbErr, ProxyExecResult, ProxyRow, RuntimeErr, Statement};
use std::{path::Path, time::Duration};

/// How long a connection waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);
/// How many statements stay prepared; the whole of Maestro has about two hundred.
const PREPARED: usize = 256;
/// WAL lets readers go on while the writer commits; FULL makes a commit survive a power cut.
const PRAGMAS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000;";

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Every statement that writes fails.
    Read,
    Write,
    /// A file that is there and stays as it is set up: a backup, or somebody else's.
    AsItIs,
    /// The same, but nothing can be written to it.
    AsItIsReadOnly,
}

impl Use {
    fn flags(self) -> OpenFlags {
        let access = match self {
            // Who reads a log of a database in WAL mode writes into its index.
            Self::Read | Self::AsItIs => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Self::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Self::AsItIsReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        // Each connection is used by one thread at a time.
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }
}

/// An open SQLite database.
#[derive(Debug)]
pub struct Connection(rusqlite::Connection);

impl Connection {
    /// Opens the database in `file`.
    pub fn open(file: &Path, purpose: Use) -> Result<Self, DbErr> {
        let open = || {
            let db = rusqlite::Connection::open_with_flags(file, purpose.flags())?;
            db.busy_timeout(BUSY)?;
            if matches!(purpose, Use::Read | Use::Write) {
                db.execute_batch(PRAGMAS)?;
                db.pragma_update(None, "query_only", purpose == Use::Read)?;
                // Else each new value of a parameter would have its statement planned anew.
                db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
                db.set_prepared_statement_cache_capacity(PREPARED);
            } else {
                // Built in as on: another's references are not ours to check.
                db.pragma_update(None, "foreign_keys", false)?;
            }
            Ok(Self(db))
        };
        open().map_err(|error: rusqlite::Error| DbErr::Conn(RuntimeErr::Internal(error.to_string())))
    }

    /// The rows that `statement` answers with, at most `most`.
    pub fn query(&self, statement: &Statement, most: usize) -> Result<Vec<ProxyRow>, DbErr> {
        let ask = || {
            let mut prepared = self.0.prepare_cached(&statement.sql)?;
            Binder(&mut prepared).bind(statement.values.as_ref())?;
            let columns = Columns::of(&prepared);
            let mut rows = prepared.raw_query();
            let mut found = Vec::new();
            while found.len() < most
                && let Some(row) = rows.next()?
            {
                found.push(columns.read(row)?);
            }
            Ok(found)
        };
        ask().map_err(|error: rusqlite::Error| DbErr::Query(RuntimeErr::Internal(error.to_string())))
    }

    /// Runs `statement` to its end; says how many rows it changed.
    pub fn execute(&self, statement: &Statement) -> Result<ProxyExecResult, DbErr> {
        let run = || {
            let mut prepared = self.0.prepare_cached(&statement.sql)?;
            Binder(&mut prepared).bind(statement.values.as_ref())?;
            let mut rows = prepared.raw_query();
            while rows.next()?.is_some() {}
            drop(rows);
            drop(prepared);
            let last = u64::try_from(self.0.last_insert_rowid()).unwrap_or_default();
            Ok(ProxyExecResult::new(last, self.0.changes()))
        };
        run().map_err(failed)
    }

    /// Runs one statement without values or rows, kept prepared.
    pub fn step(&self, sql: &str) -> Result<(), DbErr> {
        self.0.prepare_cached(sql).and_then(|mut prepared| prepared.raw_execute()).map(|_| ()).map_err(failed)
    }

    /// Runs SQL without values, as it stands: one statement or several.
    pub fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.0.execute_batch(sql).map_err(failed)
    }
}

fn failed(error: rusqlite::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Connection, Use};
    use sea_orm::{DatabaseBackend, Statement, Value};

    fn ask(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(DatabaseBackend::Sqlite, sql, values)
    }

    fn fresh() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(&folder.path().join("a.db"), Use::Write).unwrap();
        db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, yes BOOLEAN NOT NULL, part DOUBLE PRECISION, big BIGINT)").unwrap();
        (folder, db)
    }

    #[test]
    fn each_kind_of_value_comes_back_as_it_went() {
        let (_folder, db) = fresh();
        let values = [Value::from("Zoë"), true.into(), 1.0.into(), i64::MAX.into()];
        let insert = ask("INSERT INTO t (name, yes, part, big) VALUES (?, ?, ?, ?) RETURNING *", values.clone());
        for statement in [insert, ask("SELECT * FROM t", [])] {
            let row = db.query(&statement, usize::MAX).unwrap().remove(0).values;
            let found = ["name", "yes", "part", "big"].map(|column| row[column].clone());
            assert_eq!(found, values, "{}", statement.sql);
            assert_eq!(row["id"], Value::from(1_i64));
        }
    }

    #[test]
    fn values_are_bound_by_their_number_where_they_have_one() {
        let (_folder, db) = fresh();
        for sql in ["SELECT ?2 || ?1 || ?2 AS said", "SELECT $2 || $1 || $2 AS said"] {
            let row = db.query(&ask(sql, ["a".into(), "b".into()]), 1).unwrap().remove(0);
            assert_eq!(row.values["said"], Value::from("bab"), "{sql}");
        }
    }

    #[test]
    fn too_few_and_too_many_values_are_refused() {
        let (_folder, db) = fresh();
        assert!(db.query(&ask("SELECT ?, ?", ["a".into()]), 1).is_err());
        assert!(db.query(&ask("SELECT ?", ["a".into(), "b".into()]), 1).is_err());
    }

    #[test]
    fn a_reader_cannot_write() {
        let (folder, _db) = fresh();
        let reader = Connection::open(&folder.path().join("a.db"), Use::Read).unwrap();
        let refused = reader.execute(&ask("INSERT INTO t (yes) VALUES (?)", [true.into()])).unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
    }

    #[test]
    fn a_change_is_counted() {
        let (_folder, db) = fresh();
        assert_eq!(db.execute(&ask("INSERT INTO t (yes) VALUES (?), (?)", [true.into(), false.into()])).unwrap().rows_affected, 2);
        assert_eq!(db.execute(&ask("DELETE FROM t WHERE yes = ?", [true.into()])).unwrap().rows_affected, 1);
    }
}
