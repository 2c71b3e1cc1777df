use sea_orm_migration::prelude::*;

/// Goals that were Jira issues, and how they are kept in step.
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
CREATE TABLE jira_keepings (
    connection_id TEXT PRIMARY KEY NOT NULL,
    keep_in_step BOOLEAN NOT NULL,
    every_minutes BIGINT NOT NULL,
    comment_since BIGINT,
    synced_at BIGINT,
    all_seen_at BIGINT,
    due_at BIGINT,
    attempts BIGINT NOT NULL,
    error TEXT
);
CREATE TABLE jira_issues (
    goal_id TEXT PRIMARY KEY NOT NULL,
    connection_id TEXT NOT NULL,
    site TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    issue_key TEXT NOT NULL,
    parent_key TEXT,
    body TEXT NOT NULL,
    took_title TEXT,
    took_status TEXT,
    took_parent TEXT,
    gone_since BIGINT,
    comment_state TEXT,
    comment_id TEXT,
    comment_due_at BIGINT,
    comment_attempts BIGINT NOT NULL,
    comment_error TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (connection_id, issue_id)
);
CREATE INDEX jira_issues_by_parent ON jira_issues (connection_id, parent_key);
";

const DOWN: &str = "
DROP TABLE jira_issues;
DROP TABLE jira_keepings;
";
