//! What a metric did after a change, with the data that says so.

use sea_orm::entity::prelude::*;

/// What a metric did after a change, with the data that says so.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assessments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub source_id: String,
    pub version: i64,
    #[sea_orm(column_type = "Text")]
    pub grade: String,
    pub provisional: bool,
    pub starts_at: i64,
    pub ends_at: i64,
    pub data_to: i64,
    #[sea_orm(column_type = "Text")]
    pub news: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub frozen: Vec<u8>,
    /// `body` as lists quote it, nearly without its curves.
    #[sea_orm(column_type = "Text")]
    pub told: String,
    #[sea_orm(column_type = "Double", nullable)]
    pub effect: Option<f64>,
    pub improved: Option<bool>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
