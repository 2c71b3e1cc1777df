//! A permission or an answer that an agent asks for.

use sea_orm::entity::prelude::*;

/// A permission or an answer that an agent asks for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "approvals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub session_id: String,
    pub run: i64,
    /// The agent's own id of the request.
    #[sea_orm(column_type = "Text")]
    pub request: String,
    /// What is asked, as JSON.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub remember: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answers: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub actor: Option<String>,
    pub asked_at: i64,
    pub answered_at: Option<i64>,
    pub delivered_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
