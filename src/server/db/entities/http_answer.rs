//! The last answer of a peer, by address.

use sea_orm::entity::prelude::*;

/// The last answer of a peer, by address.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "http_cache")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub connection_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub url: String,
    #[sea_orm(column_type = "Text")]
    pub etag: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub fetched_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
