//! A task of a goal.

use sea_orm::entity::prelude::*;

/// A task of a goal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub details: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub complexity: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub estimate_minutes: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub removed_at: Option<i64>,
    pub version: i64,
    pub start_when_ready: bool,
}

impl ActiveModelBehavior for ActiveModel {}
