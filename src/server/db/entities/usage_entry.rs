//! Cost that became known: what a report added to its session, or what a question to a model took.

use sea_orm::entity::prelude::*;

/// Cost that became known.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "usage_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// None for a question that Maestro itself asked a model.
    #[sea_orm(column_type = "Text", nullable)]
    pub session_id: Option<String>,
    pub added_micros: i64,
    pub at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub model: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
