use sea_orm_migration::prelude::*;

/// The append-only activity log, and answers kept for repeated requests.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = EVENTS.replace("{seq}", "INTEGER PRIMARY KEY AUTOINCREMENT");
        let postgres = EVENTS.replace("{seq}", "BIGSERIAL PRIMARY KEY");
        super::run_either(manager, &sqlite, &postgres).await?;
        super::run(manager, ANSWERS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, "DROP TABLE idempotent_answers; DROP TABLE events;").await
    }
}

const EVENTS: &str = "
CREATE TABLE events (
    seq {seq},
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    goal_id TEXT,
    session_id TEXT,
    subject_id TEXT,
    summary TEXT NOT NULL
);
CREATE INDEX events_by_goal ON events (goal_id, seq);
";

const ANSWERS: &str = "
CREATE TABLE idempotent_answers (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (created_at);
";
