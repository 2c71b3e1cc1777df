//! A repository, or a folder of such, that agents may work in.

use sea_orm::entity::prelude::*;

/// A repository, or a folder of such, that agents may work in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "repositories")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub path: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub base: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
