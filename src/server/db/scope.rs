//! A transaction, on either database: the writer's batch, and inside it a part for each job.

use super::{
    open,
    sqlite::{Connection, Use},
};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult, ProxyExecResult, QueryResult, RuntimeErr,
    Statement, TransactionTrait, prelude::async_trait::async_trait,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The advisory lock that makes writers of several servers on one PostgreSQL take turns, so that `seq` grows in commit order.
const TURN: &str = "SELECT pg_advisory_xact_lock(6023)";

/// The one connection that writes.
pub enum Primary {
    Sqlite(Arc<Mutex<Connection>>),
    Postgres(DatabaseConnection),
}

/// What is done in it is there as a whole, or not at all: dropped without a commit, it is rolled back.
pub enum Scope {
    Sqlite(Local),
    Postgres(DatabaseTransaction),
}

/// A transaction of SQLite, or a savepoint in one.
pub struct Local {
    db: Arc<Mutex<Connection>>,
    commit: &'static str,
    rollback: &'static str,
    open: bool,
}

impl Primary {
    /// Opens the database at `url` for writing.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        match open::sqlite_file(url) {
            Some(file) => Ok(Self::Sqlite(Arc::new(Mutex::new(Connection::open(&file, Use::Write)?)))),
            None => open::connect(url).await.map(Self::Postgres).map_err(|error| DbErr::Conn(RuntimeErr::Internal(error.to_string()))),
        }
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<Scope, DbErr> {
        match self {
            Self::Sqlite(db) => Local::begin(db, "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"),
            Self::Postgres(db) => {
                let batch = db.begin().await?;
                batch.execute_unprepared(TURN).await?;
                Ok(Scope::Postgres(batch))
            }
        }
    }

    /// Closes the connection.
    pub async fn close(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(db) => db.close().await,
        }
    }
}

impl Scope {
    /// A part that can be rolled back alone.
    pub async fn part(&self) -> Result<Self, DbErr> {
        match self {
            Self::Sqlite(whole) => Local::begin(&whole.db, "SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part"),
            Self::Postgres(batch) => batch.begin().await.map(Self::Postgres),
        }
    }

    /// Makes what was done part of the whole; of the outermost one: durable on disk.
    pub async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(mut local) => {
                hold(&local.db).step(local.commit)?;
                local.open = false;
                Ok(())
            }
            Self::Postgres(batch) => batch.commit().await,
        }
    }

    /// Takes back what was done.
    pub async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(mut local) => {
                local.open = false;
                hold(&local.db).run(local.rollback)
            }
            Self::Postgres(batch) => batch.rollback().await,
        }
    }
}

impl Local {
    fn begin(db: &Arc<Mutex<Connection>>, begin: &str, commit: &'static str, rollback: &'static str) -> Result<Scope, DbErr> {
        hold(db).step(begin)?;
        Ok(Scope::Sqlite(Self { db: db.clone(), commit, rollback, open: true }))
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        if self.open
            && let Err(error) = hold(&self.db).run(self.rollback)
        {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
    }
}

fn hold(db: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    db.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl ConnectionTrait for Scope {
    fn get_database_backend(&self) -> DatabaseBackend {
        match self {
            Self::Sqlite(_) => DatabaseBackend::Sqlite,
            Self::Postgres(batch) => batch.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(local) => hold(&local.db).execute(&statement).map(Into::into),
            Self::Postgres(batch) => batch.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(local) => hold(&local.db).run(sql).map(|()| ProxyExecResult::default().into()),
            Self::Postgres(batch) => batch.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(local) => Ok(hold(&local.db).query(&statement, 1)?.pop().map(Into::into)),
            Self::Postgres(batch) => batch.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(local) => Ok(hold(&local.db).query(&statement, usize::MAX)?.into_iter().map(Into::into).collect()),
            Self::Postgres(batch) => batch.query_all_raw(statement).await,
        }
    }
}
