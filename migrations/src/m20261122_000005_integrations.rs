use sea_orm_migration::prelude::*;

/// Connections to code hosts and models, what they answered, and what was imported.
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
CREATE TABLE connections (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    base_url TEXT NOT NULL,
    web_url TEXT,
    model TEXT,
    status TEXT NOT NULL,
    status_detail TEXT,
    retry_at BIGINT,
    checked_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (kind, base_url)
);
CREATE TABLE http_cache (
    connection_id TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    body TEXT NOT NULL,
    fetched_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, url)
);
CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE TABLE external_ids (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (source, kind, external_id)
);
";

const DOWN: &str = "
DROP TABLE external_ids;
DROP TABLE webhook_deliveries;
DROP TABLE http_cache;
DROP TABLE connections;
";
