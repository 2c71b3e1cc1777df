//! Reading, on either database.

use super::{open, sqlite::Pool};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, ExecResult, ProxyExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
};
use std::sync::Arc;

/// Read-only connections: a statement that writes fails.
#[derive(Clone, Debug)]
pub enum Reader {
    Sqlite(Arc<Pool>),
    Postgres(DatabaseConnection),
}

impl Reader {
    /// Readers of the database at `url`.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Ok(match open::sqlite_file(url) {
            Some(file) => Self::Sqlite(Arc::new(Pool::new(file, open::READERS))),
            None => Self::Postgres(open::postgres_reader(url).await?),
        })
    }

    /// Closes the connections.
    pub async fn close(&self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(pool) => {
                pool.close();
                Ok(())
            }
            Self::Postgres(db) => db.close_by_ref().await,
        }
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DatabaseBackend {
        match self {
            Self::Sqlite(_) => DatabaseBackend::Sqlite,
            Self::Postgres(db) => db.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(pool) => pool.with(|db| db.execute(&statement)).await.map(Into::into),
            Self::Postgres(db) => db.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(pool) => pool.with(|db| db.run(sql)).await.map(|()| ProxyExecResult::default().into()),
            Self::Postgres(db) => db.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(pool) => Ok(pool.with(|db| db.query(&statement, 1)).await?.pop().map(Into::into)),
            Self::Postgres(db) => db.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(pool) => Ok(pool.with(|db| db.query(&statement, usize::MAX)).await?.into_iter().map(Into::into).collect()),
            Self::Postgres(db) => db.query_all_raw(statement).await,
        }
    }
}
