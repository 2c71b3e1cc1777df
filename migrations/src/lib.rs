//! The database schema, as an ordered list of steps, each up and down.
//!
//! The steps are plain SQL that SQLite and PostgreSQL both read. Ids are text
//! (`UUIDv7`), times are milliseconds since 1970 in UTC, money is millionths of
//! a US dollar, lists and documents are JSON text.
pub use sea_orm_migration::prelude::*;

mod m20261122_000001_people;
mod m20261122_000002_goals;
mod m20261122_000003_evidence;
mod m20261122_000004_activity;
mod m20261122_000005_integrations;
mod m20261122_000006_search;
mod m20261122_000007_usage;
mod m20261125_000008_integers;
mod m20261125_000009_dispatch;
mod m20261125_000010_delivery;
mod m20261128_000011_measuring;
mod m20261128_000012_jira;
mod m20261128_000013_failing_since;
mod m20261128_000014_session_models;
mod m20261128_000015_quoting;
mod m20261130_000016_output;

/// Applies the steps in order; run at every start.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_goals::Migration),
            Box::new(m20261122_000003_evidence::Migration),
            Box::new(m20261122_000004_activity::Migration),
            Box::new(m20261122_000005_integrations::Migration),
            Box::new(m20261122_000006_search::Migration),
            Box::new(m20261122_000007_usage::Migration),
            Box::new(m20261125_000008_integers::Migration),
            Box::new(m20261125_000009_dispatch::Migration),
            Box::new(m20261125_000010_delivery::Migration),
            Box::new(m20261128_000011_measuring::Migration),
            Box::new(m20261128_000012_jira::Migration),
            Box::new(m20261128_000013_failing_since::Migration),
            Box::new(m20261128_000014_session_models::Migration),
            Box::new(m20261128_000015_quoting::Migration),
            Box::new(m20261130_000016_output::Migration),
        ]
    }
}

/// Runs SQL of several statements that both databases read.
async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}

/// Runs the SQL that fits the database.
async fn run_either(manager: &SchemaManager<'_>, sqlite: &str, postgres: &str) -> Result<(), DbErr> {
    let sql = if manager.get_database_backend() == sea_orm::DatabaseBackend::Postgres { postgres } else { sqlite };
    run(manager, sql).await
}
