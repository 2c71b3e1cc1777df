//! Assessments in the database: versions are added, never changed.

use crate::{
    domain::{Error, Result, assessment::Assessment, id},
    server::{
        clock::millis,
        db::{Tx, entities::assessment},
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

/// Adds a version with the samples that it stands on, packed.
pub async fn insert(tx: &Tx, new: &Assessment, frozen: Vec<u8>) -> Result<()> {
    let body = serde_json::to_string(new).map_err(|e| crate::server::problem::internal(&e))?;
    let row = assessment::ActiveModel {
        id: Set(new.id.clone()),
        goal_id: Set(new.goal_id.0.clone()),
        source_id: Set(new.metric_source_id.clone()),
        version: Set(new.version),
        grade: Set(new.grade.as_str().into()),
        provisional: Set(new.provisional),
        starts_at: Set(millis(new.intervention.start)),
        ends_at: Set(millis(new.intervention.end)),
        data_to: Set(new.data.to),
        news: Set(new.news.clone()),
        body: Set(body),
        frozen: Set(frozen),
        created_at: Set(millis(new.created_at)),
    };
    assessment::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The newest version for a goal and metric.
pub async fn newest(db: &impl ConnectionTrait, goal_id: &str, source_id: &str) -> Result<Option<Assessment>> {
    let rows = assessment::Entity::find().filter(assessment::Column::GoalId.eq(goal_id)).filter(assessment::Column::SourceId.eq(source_id));
    let row = rows.order_by_desc(assessment::Column::Version).one(db).await?;
    row.map(|row| read(&row.body)).transpose()
}

/// The newest version of each metric of a goal; of all goals without one.
pub async fn newest_of(db: &impl ConnectionTrait, goal_id: Option<&str>) -> Result<Vec<Assessment>> {
    let narrowed = if goal_id.is_some() { "AND a.goal_id = $1" } else { "" };
    let sql = format!(
        "SELECT a.body AS body FROM assessments a
        WHERE a.version = (SELECT MAX(b.version) FROM assessments b WHERE b.goal_id = a.goal_id AND b.source_id = a.source_id) {narrowed}
        ORDER BY a.created_at DESC, a.id"
    );
    let values: Vec<sea_orm::Value> = goal_id.map(Into::into).into_iter().collect();
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    rows.into_iter().map(|row| read(&row.try_get::<String>("", "body")?)).collect()
}

/// All versions for a goal, newest first; of one metric if it is named.
pub async fn history(db: &impl ConnectionTrait, goal_id: &str, source_id: Option<&str>, most: u64) -> Result<Vec<Assessment>> {
    let mut rows = assessment::Entity::find().filter(assessment::Column::GoalId.eq(goal_id));
    if let Some(source_id) = source_id {
        rows = rows.filter(assessment::Column::SourceId.eq(source_id));
    }
    let rows = rows.order_by_desc(assessment::Column::CreatedAt).order_by_desc(assessment::Column::Id).limit(most).all(db).await?;
    rows.iter().map(|row| read(&row.body)).collect()
}

/// One version.
pub async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Assessment> {
    read(&row(db, name).await?.body)
}

/// The samples that a version stands on, packed.
pub async fn frozen(db: &impl ConnectionTrait, name: &str) -> Result<Vec<u8>> {
    Ok(row(db, name).await?.frozen)
}

async fn row(db: &impl ConnectionTrait, name: &str) -> Result<assessment::Model> {
    let row = assessment::Entity::find_by_id(id::stored(name)).one(db).await?;
    row.ok_or_else(|| Error::not_found(format!("assessment {name}")))
}

fn read(body: &str) -> Result<Assessment> {
    serde_json::from_str(body).map_err(|e| crate::server::problem::internal(&e))
}
