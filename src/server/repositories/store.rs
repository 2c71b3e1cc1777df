//! Allowed repositories in the database.

use crate::{
    domain::{Error, Result, id, repository::Repository},
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::repository, new_id},
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

impl From<repository::Model> for Repository {
    fn from(row: repository::Model) -> Self {
        let name = row.path.rsplit('/').next().unwrap_or_default().to_owned();
        Self { id: row.id, name, path: row.path, base: row.base, created_at: at_millis(row.created_at) }
    }
}

/// All of them, by path.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Repository>> {
    let rows = repository::Entity::find().order_by_asc(repository::Column::Path).all(db).await?;
    Ok(rows.into_iter().map(Repository::from).collect())
}

/// The one with that path.
pub async fn find(db: &impl ConnectionTrait, path: &str) -> Result<Option<Repository>> {
    let row = repository::Entity::find().filter(repository::Column::Path.eq(path)).one(db).await?;
    Ok(row.map(Repository::from))
}

/// Adds one whose path is real.
pub async fn insert(tx: &Tx, path: &str, base: Option<&str>) -> Result<Repository> {
    let row = repository::Model { id: new_id(), path: path.into(), base: base.map(Into::into), created_at: millis(tx.now()) };
    let active = repository::ActiveModel {
        id: Set(row.id.clone()),
        path: Set(row.path.clone()),
        base: Set(row.base.clone()),
        created_at: Set(row.created_at),
    };
    repository::Entity::insert(active).exec_without_returning(tx.db()).await?;
    Ok(row.into())
}

/// Takes one away; gives back what it was.
pub async fn delete(tx: &Tx, name: &str) -> Result<Repository> {
    let row = repository::Entity::find_by_id(id::stored(name)).one(tx.db()).await?;
    let row = row.ok_or_else(|| Error::not_found(format!("repository {name}")))?;
    repository::Entity::delete_by_id(row.id.clone()).exec(tx.db()).await?;
    Ok(row.into())
}
