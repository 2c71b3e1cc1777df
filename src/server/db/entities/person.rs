//! Somebody who logs in.

use sea_orm::entity::prelude::*;

/// Somebody who logs in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub login: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
