//! What else may have moved the metrics of a goal.

use sea_orm::entity::prelude::*;

/// What else may have moved the metrics of a goal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "confounders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub origin: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub dismissed_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub dismissed_by: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub dismissed_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub actor: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
