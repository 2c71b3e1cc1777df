use sea_orm_migration::prelude::*;

/// Where metrics are read from, what was read, and what it says: sources, samples, hypotheses, assessments, confounders.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_either(manager, &UP.replace("{bytes}", "BLOB"), &UP.replace("{bytes}", "BYTEA")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

/// Samples lie in chunks of one UTC day, compressed: a row for each would be twenty times as large.
const UP: &str = "
CREATE TABLE metric_sources (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT REFERENCES goals (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    endpoint TEXT,
    query TEXT,
    secret_ref TEXT,
    before_seconds BIGINT NOT NULL,
    after_seconds BIGINT NOT NULL,
    step_seconds BIGINT NOT NULL,
    improve TEXT,
    unit TEXT,
    options TEXT NOT NULL,
    status TEXT NOT NULL,
    status_detail TEXT,
    failures BIGINT NOT NULL,
    due_at BIGINT,
    read_at BIGINT,
    covered_to BIGINT,
    archived_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX metric_sources_by_goal ON metric_sources (goal_id, created_at);
CREATE INDEX metric_sources_by_due ON metric_sources (due_at);
CREATE TABLE sample_chunks (
    source_id TEXT NOT NULL REFERENCES metric_sources (id),
    day BIGINT NOT NULL,
    samples BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body {bytes} NOT NULL,
    PRIMARY KEY (source_id, day)
);
CREATE TABLE experiment_results (
    source_id TEXT NOT NULL REFERENCES metric_sources (id),
    read_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (source_id, read_at)
);
CREATE TABLE hypotheses (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    source_id TEXT NOT NULL REFERENCES metric_sources (id),
    improve TEXT NOT NULL,
    smallest_effect DOUBLE PRECISION,
    smallest_is_percent BOOLEAN NOT NULL,
    before_seconds BIGINT NOT NULL,
    after_seconds BIGINT NOT NULL,
    note TEXT,
    actor TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX hypotheses_by_goal ON hypotheses (goal_id, registered_at);
CREATE TABLE assessments (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    source_id TEXT NOT NULL REFERENCES metric_sources (id),
    version BIGINT NOT NULL,
    grade TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    data_to BIGINT NOT NULL,
    news TEXT NOT NULL,
    body TEXT NOT NULL,
    frozen {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (goal_id, source_id, version)
);
CREATE TABLE confounders (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    origin TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    dismissed_at BIGINT,
    dismissed_by TEXT,
    dismissed_reason TEXT,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (goal_id, origin)
);
CREATE TABLE announcements (
    artifact_id TEXT NOT NULL REFERENCES artifacts (id),
    source_id TEXT NOT NULL REFERENCES metric_sources (id),
    due_at BIGINT,
    attempts BIGINT NOT NULL,
    done_at BIGINT,
    detail TEXT,
    PRIMARY KEY (artifact_id, source_id)
);
CREATE INDEX announcements_by_due ON announcements (due_at);
";

const DOWN: &str = "
DROP TABLE announcements;
DROP TABLE confounders;
DROP TABLE assessments;
DROP TABLE hypotheses;
DROP TABLE experiment_results;
DROP TABLE sample_chunks;
DROP TABLE metric_sources;
";
