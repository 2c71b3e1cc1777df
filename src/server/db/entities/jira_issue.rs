//! The Jira issue that a goal was.

use sea_orm::entity::prelude::*;

/// The Jira issue that a goal was.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jira_issues")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub connection_id: String,
    #[sea_orm(column_type = "Text")]
    pub site: String,
    #[sea_orm(column_type = "Text")]
    pub issue_id: String,
    #[sea_orm(column_type = "Text")]
    pub issue_key: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub parent_key: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub took_title: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub took_status: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub took_parent: Option<String>,
    pub gone_since: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub comment_state: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub comment_id: Option<String>,
    pub comment_due_at: Option<i64>,
    pub comment_attempts: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub comment_error: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
