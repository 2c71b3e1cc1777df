//! What one model took in one run of a session.

use sea_orm::entity::prelude::*;

/// What one model took in one run of a session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_models")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub run: i64,
    /// Empty for what the agent did not tell the model of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub model: String,
    pub input_tokens: i64,
    pub output_tokens: i64,
    pub cache_read_tokens: i64,
    pub cache_write_tokens: i64,
    /// None where nothing of it has a known price.
    pub cost_micros: Option<i64>,
    /// Some of it has no known price.
    pub unpriced: bool,
}

impl ActiveModelBehavior for ActiveModel {}
