use sea_orm_migration::prelude::*;

/// Goals, their history and context, and tasks.
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
CREATE TABLE goals (
    id TEXT PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    priority TEXT NOT NULL,
    due_on TEXT,
    tags TEXT NOT NULL,
    project TEXT,
    parent_id TEXT REFERENCES goals (id),
    owner_id TEXT REFERENCES people (id),
    jira_url TEXT,
    hypothesis TEXT,
    hypothesis_at BIGINT,
    outcomes TEXT NOT NULL,
    outcome_notes TEXT,
    imported_micros BIGINT NOT NULL,
    example BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    status_changed_at BIGINT NOT NULL,
    archived_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX goals_by_activity ON goals (archived_at, status, updated_at);
CREATE INDEX goals_by_update ON goals (updated_at, id);
CREATE INDEX goals_by_parent ON goals (parent_id);
CREATE TABLE goal_status_changes (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    from_status TEXT,
    to_status TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX goal_status_changes_by_goal ON goal_status_changes (goal_id, at);
CREATE TABLE goal_contexts (
    id TEXT PRIMARY KEY NOT NULL,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    version BIGINT NOT NULL,
    markdown TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (goal_id, version)
);
CREATE TABLE tasks (
    id TEXT PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL UNIQUE,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    title TEXT NOT NULL,
    details TEXT,
    complexity TEXT NOT NULL,
    status TEXT NOT NULL,
    estimate_minutes INTEGER,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    removed_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX tasks_by_goal ON tasks (goal_id, number);
CREATE TABLE task_dependencies (
    task_id TEXT NOT NULL REFERENCES tasks (id),
    depends_on TEXT NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (task_id, depends_on)
);
CREATE INDEX task_dependencies_back ON task_dependencies (depends_on);
";

const DOWN: &str = "
DROP TABLE task_dependencies;
DROP TABLE tasks;
DROP TABLE goal_contexts;
DROP TABLE goal_status_changes;
DROP TABLE goals;
";
