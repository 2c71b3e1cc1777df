//! What a model wrote about an assessment.

use sea_orm::entity::prelude::*;

/// What a model wrote about an assessment, with the facts that it had and the figures that were checked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_words")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub assessment_id: String,
    #[sea_orm(column_type = "Text")]
    pub goal_id: String,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub engine: String,
    pub cost_micros: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub claims: String,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    #[sea_orm(column_type = "Text")]
    pub actor: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
