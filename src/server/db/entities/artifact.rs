//! A pull request, commit, file or link.

use sea_orm::entity::prelude::*;

/// A pull request, commit, file or link.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "artifacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub url: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub sha: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub host: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub repo: Option<String>,
    pub number: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub state: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub author: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub branch: Option<String>,
    pub opened_at: Option<i64>,
    pub merged_at: Option<i64>,
    pub lines_added: Option<i64>,
    pub lines_removed: Option<i64>,
    pub files_changed: Option<i64>,
    pub tests_added: Option<i64>,
    pub reviews: Option<i64>,
    pub first_review_seconds: Option<i64>,
    pub merge_seconds: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ci: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub head_sha: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub merge_sha: Option<String>,
    pub fetch_due_at: Option<i64>,
    pub fetch_attempts: i64,
    pub fetched_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub fetch_error: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
