//! One task waits for another.

use sea_orm::entity::prelude::*;

/// One task waits for another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "task_dependencies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub depends_on: String,
}

impl ActiveModelBehavior for ActiveModel {}
