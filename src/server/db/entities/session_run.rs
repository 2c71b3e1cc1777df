//! One process of an agent within a session.

use sea_orm::entity::prelude::*;

/// One process of an agent within a session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub run: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub prompt: Option<String>,
    /// Number of the last record of its journal whose meaning is stored.
    pub records: i64,
    /// Entries of the transcript before its first one.
    pub entries_before: i64,
    /// Booked so far.
    pub cost_micros: i64,
    pub started_at: i64,
    pub ended_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
