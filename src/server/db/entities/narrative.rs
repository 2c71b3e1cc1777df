//! A text about a goal, with its facts and checked figures.

use sea_orm::entity::prelude::*;

/// A text about a goal, with its facts and checked figures.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "narratives")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub tone: String,
    #[sea_orm(column_type = "Text")]
    pub markdown: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub engine: String,
    pub cost_micros: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub claims: String,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    pub unverified: i64,
    pub edited: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub notice: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
