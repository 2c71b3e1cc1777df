//! A goal.

use sea_orm::entity::prelude::*;

/// A goal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "goals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub number: i64,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub priority: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub due_on: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub tags: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub project: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub parent_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub owner_id: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub jira_url: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub hypothesis: Option<String>,
    pub hypothesis_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub outcomes: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub outcome_notes: Option<String>,
    pub imported_micros: i64,
    pub example: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub status_changed_at: i64,
    pub archived_at: Option<i64>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
