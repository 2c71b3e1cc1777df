//! The answer to a request that carried an idempotency key.

use chrono::Duration;
use sea_orm::entity::prelude::*;

/// How long an answer is kept.
pub const KEPT: Duration = Duration::days(7);

/// The status of a request that was carried out and whose answer is still to come.
pub const NO_ANSWER_YET: i64 = 0;

/// The answer to a request that carried an idempotency key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub caller: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(column_type = "Text")]
    pub request_hash: String,
    pub status: i64,
    #[sea_orm(column_type = "Text")]
    pub headers: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
