//! A session that Maestro starts itself.

use sea_orm::entity::prelude::*;

/// A session that Maestro starts itself.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dispatches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    #[sea_orm(column_type = "Text")]
    pub repo: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub base: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub base_sha: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub branch: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub worktree: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub prompt: String,
    #[sea_orm(column_type = "Text")]
    pub auto_approve: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub rule: Option<String>,
    pub priority: i64,
    pub automatic: bool,
    pub not_before: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub waits_for: Option<String>,
    pub limit_micros: Option<i64>,
    pub limit_tokens: Option<i64>,
    pub limit_seconds: Option<i64>,
    /// Of every cap in money, until the session ends.
    pub reserved_micros: Option<i64>,
    pub reserved_tokens: Option<i64>,
    /// How often its agent was started.
    pub run: i64,
    pub pid: Option<i64>,
    /// What the next run is told, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub pending: Option<String>,
    /// Of the same class, in a row.
    pub failures: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub exit_reason: Option<String>,
    /// The last thing that it did, in one line.
    #[sea_orm(column_type = "Text", nullable)]
    pub activity: Option<String>,
    pub denials: i64,
    /// What was committed, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub commits: Option<String>,
    /// Of the worktree after the last run.
    #[sea_orm(column_type = "Text", nullable)]
    pub fingerprint: Option<String>,
    /// Runs in a row that changed nothing.
    pub unchanged: i64,
    pub stop_asked_at: Option<i64>,
    /// When its worktree was taken away.
    pub tidied_at: Option<i64>,
    /// Since when its branch waits to be pushed by itself.
    pub deliver_since: Option<i64>,
    /// What became of its branch, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub delivered: Option<String>,
    /// In the agent's context after its last call.
    pub context_tokens: Option<i64>,
    /// How many fit into it, where the agent has said so.
    pub context_window: Option<i64>,
    /// Its place among those that wait with the same priority; behind those that have one where it is none.
    pub position: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
