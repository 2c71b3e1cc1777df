//! The words of a record, for the full-text index.

use sea_orm::entity::prelude::*;

/// The words of a record, for the full-text index.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_docs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub record_id: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub goal_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub key: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
