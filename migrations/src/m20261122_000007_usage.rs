use sea_orm_migration::prelude::*;

/// What each report added to the cost of its session, so that spend has a time.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &str = "
CREATE TABLE usage_entries (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    added_micros BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX usage_entries_by_time ON usage_entries (at);
CREATE INDEX usage_entries_by_session ON usage_entries (session_id);
";

const DOWN: &str = "DROP TABLE usage_entries;";
