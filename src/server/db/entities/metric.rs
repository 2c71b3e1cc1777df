//! A before/after pair.

use sea_orm::entity::prelude::*;

/// A before/after pair.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "metrics")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub before_value: f64,
    pub after_value: Option<f64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub unit: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub improve: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub measured_at: Option<i64>,
    pub created_at: i64,
    pub removed_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
