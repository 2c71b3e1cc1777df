//! A version of a goal's context document.

use sea_orm::entity::prelude::*;

/// A version of a goal's context document.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "goal_contexts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    pub version: i64,
    #[sea_orm(column_type = "Text")]
    pub markdown: String,
    #[sea_orm(column_type = "Text")]
    pub actor: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
