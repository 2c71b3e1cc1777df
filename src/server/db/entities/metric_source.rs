//! Where a metric is read from, and how that goes.

use sea_orm::entity::prelude::*;

/// Where a metric is read from, and how that goes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "metric_sources")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub goal_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub endpoint: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub query: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub secret_ref: Option<String>,
    pub before_seconds: i64,
    pub after_seconds: i64,
    pub step_seconds: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub improve: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub unit: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub options: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub status_detail: Option<String>,
    pub failures: i64,
    /// Since when it cannot be read, without a success between.
    pub failing_since: Option<i64>,
    pub due_at: Option<i64>,
    pub read_at: Option<i64>,
    pub covered_to: Option<i64>,
    pub archived_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
