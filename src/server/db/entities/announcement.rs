//! What a metric source is told about a merge, once.

use sea_orm::entity::prelude::*;

/// What a metric source is told about a merge, once.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "announcements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub artifact_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: String,
    pub due_at: Option<i64>,
    pub attempts: i64,
    pub done_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
