use sea_orm_migration::prelude::*;

/// What each model took of a session, how full its agent's context is, and where it stands in the queue.
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
CREATE TABLE session_models (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    run BIGINT NOT NULL,
    model TEXT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    cost_micros BIGINT,
    unpriced BOOLEAN NOT NULL,
    PRIMARY KEY (session_id, run, model)
);
ALTER TABLE dispatches ADD COLUMN context_tokens BIGINT;
ALTER TABLE dispatches ADD COLUMN context_window BIGINT;
ALTER TABLE dispatches ADD COLUMN position BIGINT;
";

const DOWN: &str = "
ALTER TABLE dispatches DROP COLUMN position;
ALTER TABLE dispatches DROP COLUMN context_window;
ALTER TABLE dispatches DROP COLUMN context_tokens;
DROP TABLE session_models;
";
