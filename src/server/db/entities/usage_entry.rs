//! What a report added to the cost of its session.

use sea_orm::entity::prelude::*;

/// What a report added to the cost of its session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "usage_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub session_id: String,
    pub added_micros: i64,
    pub at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub model: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
