//! The samples of one metric source on one UTC day, compressed.

use sea_orm::entity::prelude::*;

/// The samples of one metric source on one UTC day, compressed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sample_chunks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: String,
    /// Days since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    pub samples: i64,
    pub first_at: i64,
    pub last_at: i64,
    pub received_at: i64,
    pub body: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
