//! An artifact belongs to a goal, and why.

use sea_orm::entity::prelude::*;

/// An artifact belongs to a goal, and why.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "artifact_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub artifact_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub goal_id: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub task_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub session_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub created_at: i64,
    pub dismissed_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
