//! Sealed secrets in the database.

use crate::{
    domain::Result,
    server::{
        clock,
        db::{entities::secret, one_of},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};
use std::collections::HashMap;

/// A secret as stored.
pub struct Row {
    pub sealed: String,
    pub last4: String,
}

/// The secret of that name.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<Row>> {
    let row = secret::Entity::find_by_id(name).one(db).await?;
    Ok(row.map(|row| Row { sealed: row.sealed, last4: row.last4 }))
}

/// The last characters of those secrets of these names that there are, by name.
pub async fn last4_of(db: &impl ConnectionTrait, names: &[String]) -> Result<HashMap<String, String>> {
    let rows = secret::Entity::find().filter(one_of(db.get_database_backend(), "name", names)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.last4)).collect())
}

/// Whether there is any.
pub async fn any(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(secret::Entity::find().limit(1).one(db).await?.is_some())
}

/// Adds or replaces the secret of that name.
pub async fn upsert(db: &impl ConnectionTrait, name: &str, row: &Row, now: DateTime<Utc>) -> Result<()> {
    let row = secret::ActiveModel {
        name: Set(name.to_owned()),
        sealed: Set(row.sealed.clone()),
        last4: Set(row.last4.clone()),
        updated_at: Set(clock::millis(now)),
    };
    let replace = OnConflict::column(secret::Column::Name)
        .update_columns([secret::Column::Sealed, secret::Column::Last4, secret::Column::UpdatedAt])
        .to_owned();
    secret::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Removes the secret of that name, if there is one.
pub async fn delete(db: &impl ConnectionTrait, name: &str) -> Result<()> {
    secret::Entity::delete_by_id(name).exec(db).await?;
    Ok(())
}
