//! How goals are kept in step with one Jira.

use sea_orm::entity::prelude::*;

/// How goals are kept in step with one Jira.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jira_keepings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection_id: String,
    pub keep_in_step: bool,
    pub every_minutes: i64,
    pub comment_since: Option<i64>,
    pub synced_at: Option<i64>,
    pub all_seen_at: Option<i64>,
    pub due_at: Option<i64>,
    pub attempts: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
