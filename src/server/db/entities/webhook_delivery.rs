//! A webhook delivery that was taken.

use sea_orm::entity::prelude::*;

/// A webhook delivery that was taken.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub received_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
