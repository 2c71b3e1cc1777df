//! A secret of an integration, sealed.

use sea_orm::entity::prelude::*;

/// A secret of an integration, sealed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "secrets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    #[sea_orm(column_type = "Text")]
    pub last4: String,
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
