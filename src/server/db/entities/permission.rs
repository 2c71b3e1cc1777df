//! What a person allowed for all sessions of a goal.

use sea_orm::entity::prelude::*;

/// What a person allowed for all sessions of a goal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "permissions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub approval_id: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
