use sea_orm_migration::prelude::*;

/// Sessions that Maestro starts itself: where they run, what they may cost, what they ask.
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
CREATE TABLE repositories (
    id TEXT PRIMARY KEY NOT NULL,
    path TEXT NOT NULL UNIQUE,
    base TEXT,
    created_at BIGINT NOT NULL
);
CREATE TABLE dispatches (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id),
    repo TEXT NOT NULL,
    base TEXT,
    base_sha TEXT,
    branch TEXT,
    worktree TEXT,
    prompt TEXT NOT NULL,
    auto_approve TEXT NOT NULL,
    rule TEXT,
    priority BIGINT NOT NULL,
    automatic BOOLEAN NOT NULL,
    not_before BIGINT,
    waits_for TEXT,
    limit_micros BIGINT,
    limit_tokens BIGINT,
    limit_seconds BIGINT,
    reserved_micros BIGINT,
    reserved_tokens BIGINT,
    run BIGINT NOT NULL,
    pid BIGINT,
    pending TEXT,
    failures BIGINT NOT NULL,
    failure TEXT,
    exit_reason TEXT,
    activity TEXT,
    denials BIGINT NOT NULL,
    commits TEXT,
    fingerprint TEXT,
    unchanged BIGINT NOT NULL,
    stop_asked_at BIGINT,
    tidied_at BIGINT
);
CREATE TABLE session_runs (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    run BIGINT NOT NULL,
    prompt TEXT,
    records BIGINT NOT NULL,
    entries_before BIGINT NOT NULL,
    cost_micros BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (session_id, run)
);
CREATE TABLE approvals (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    run BIGINT NOT NULL,
    request TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    remember TEXT,
    message TEXT,
    answers TEXT,
    actor TEXT,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    delivered_at BIGINT,
    UNIQUE (session_id, run, request)
);
CREATE INDEX approvals_by_status ON approvals (status, asked_at);
CREATE TABLE permissions (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    approval_id TEXT NOT NULL REFERENCES approvals (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX permissions_by_goal ON permissions (goal_id);
ALTER TABLE tokens ADD COLUMN session_id TEXT;
ALTER TABLE tasks ADD COLUMN start_when_ready BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE usage_entries ADD COLUMN model TEXT;
";

const DOWN: &str = "
ALTER TABLE usage_entries DROP COLUMN model;
ALTER TABLE tasks DROP COLUMN start_when_ready;
ALTER TABLE tokens DROP COLUMN session_id;
DROP TABLE permissions;
DROP TABLE approvals;
DROP TABLE session_runs;
DROP TABLE dispatches;
DROP TABLE repositories;
";
