//! The id of a record in the system it came from.

use sea_orm::entity::prelude::*;

/// The id of a record in the system it came from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "external_ids")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub external_id: String,
    #[sea_orm(column_type = "Text")]
    pub record_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
