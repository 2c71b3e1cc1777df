//! A connection as `sea-orm` itself holds one, for what takes no other: migrations and files that come from elsewhere.

use super::Connection;
use sea_orm::{
    DatabaseBackend, DatabaseConnection, DbErr, ProxyDatabaseTrait, ProxyExecResult, ProxyRow, Statement, prelude::async_trait::async_trait,
};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
struct Plain(Mutex<Connection>);

/// `connection` for `sea-orm`. A statement without values may be several.
pub async fn plain(connection: Connection) -> Result<DatabaseConnection, DbErr> {
    sea_orm::Database::connect_proxy(DatabaseBackend::Sqlite, Arc::new(Box::new(Plain(Mutex::new(connection))))).await
}

#[async_trait]
impl ProxyDatabaseTrait for Plain {
    async fn query(&self, statement: Statement) -> Result<Vec<ProxyRow>, DbErr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).query(&statement, usize::MAX)
    }

    async fn execute(&self, statement: Statement) -> Result<ProxyExecResult, DbErr> {
        let db = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if statement.values.is_none() {
            return db.run(&statement.sql).map(|()| ProxyExecResult::default());
        }
        db.execute(&statement)
    }
}
