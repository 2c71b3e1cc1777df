use sea_orm_migration::prelude::*;

/// What came out of the work: sessions, reports, updates, artifacts, metrics, narratives.
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
CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL UNIQUE,
    goal_id TEXT REFERENCES goals (id),
    task_id TEXT REFERENCES tasks (id),
    external_id TEXT UNIQUE,
    agent TEXT,
    model TEXT,
    status TEXT NOT NULL,
    summary TEXT,
    output TEXT,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    cost_micros BIGINT,
    cost_source TEXT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_goal ON sessions (goal_id, created_at);
CREATE INDEX sessions_by_update ON sessions (updated_at);
CREATE TABLE reports (
    id TEXT PRIMARY KEY NOT NULL,
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    matched TEXT NOT NULL,
    detail TEXT,
    answer TEXT NOT NULL,
    goal_id TEXT REFERENCES goals (id),
    received_at BIGINT NOT NULL
);
CREATE INDEX reports_by_fingerprint ON reports (fingerprint, received_at);
CREATE INDEX reports_by_state ON reports (state, received_at);
CREATE TABLE updates (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    task_id TEXT REFERENCES tasks (id),
    session_id TEXT REFERENCES sessions (id),
    source TEXT NOT NULL,
    agent_name TEXT,
    summary TEXT NOT NULL,
    details TEXT,
    outcome TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX updates_by_goal ON updates (goal_id, created_at);
CREATE TABLE artifacts (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT UNIQUE,
    sha TEXT,
    host TEXT,
    repo TEXT,
    number BIGINT,
    state TEXT,
    author TEXT,
    branch TEXT,
    opened_at BIGINT,
    merged_at BIGINT,
    lines_added BIGINT,
    lines_removed BIGINT,
    files_changed BIGINT,
    tests_added BIGINT,
    reviews BIGINT,
    first_review_seconds BIGINT,
    merge_seconds BIGINT,
    ci TEXT,
    head_sha TEXT,
    merge_sha TEXT,
    fetch_due_at BIGINT,
    fetch_attempts BIGINT NOT NULL,
    fetched_at BIGINT,
    fetch_error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX artifacts_by_sha ON artifacts (sha);
CREATE INDEX artifacts_by_due ON artifacts (fetch_due_at);
CREATE TABLE artifact_links (
    artifact_id TEXT NOT NULL REFERENCES artifacts (id),
    goal_id TEXT NOT NULL REFERENCES goals (id),
    task_id TEXT REFERENCES tasks (id),
    session_id TEXT REFERENCES sessions (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    dismissed_at BIGINT,
    PRIMARY KEY (artifact_id, goal_id)
);
CREATE INDEX artifact_links_by_goal ON artifact_links (goal_id, created_at);
CREATE TABLE metrics (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    name TEXT NOT NULL,
    before_value DOUBLE PRECISION NOT NULL,
    after_value DOUBLE PRECISION,
    unit TEXT,
    improve TEXT,
    source TEXT NOT NULL,
    note TEXT,
    measured_at BIGINT,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX metrics_by_goal ON metrics (goal_id, created_at);
CREATE TABLE narratives (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    tone TEXT NOT NULL,
    markdown TEXT NOT NULL,
    source TEXT NOT NULL,
    engine TEXT NOT NULL,
    cost_micros BIGINT,
    claims TEXT NOT NULL,
    facts TEXT NOT NULL,
    unverified INTEGER NOT NULL,
    edited BOOLEAN NOT NULL,
    notice TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX narratives_by_goal ON narratives (goal_id, tone, created_at);
";

const DOWN: &str = "
DROP TABLE narratives;
DROP TABLE metrics;
DROP TABLE artifact_links;
DROP TABLE artifacts;
DROP TABLE updates;
DROP TABLE reports;
DROP TABLE sessions;
";
