//! People in the database.

use crate::{
    domain::{Error, PersonId, Result, auth::Person, id},
    server::{clock, db::entities::person},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

impl From<person::Model> for Person {
    fn from(row: person::Model) -> Self {
        Self { id: row.id.into(), name: row.name, login: row.login, created_at: clock::at_millis(row.created_at) }
    }
}

/// Everybody, the first one first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Person>> {
    let rows = person::Entity::find().order_by_asc(person::Column::CreatedAt).order_by_asc(person::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The person with that id.
pub async fn get(db: &impl ConnectionTrait, id: &PersonId) -> Result<Person> {
    let row = person::Entity::find_by_id(id::stored(id.as_str())).one(db).await?;
    row.map(Into::into).ok_or_else(|| Error::not_found(format!("person {id}")))
}

/// The person with that Tailscale login, in any letter case.
pub async fn find_by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Person>> {
    let row = person::Entity::find().filter(person::Column::Login.eq(login.to_lowercase())).one(db).await?;
    Ok(row.map(Into::into))
}

/// Adds a person.
pub async fn insert(db: &impl ConnectionTrait, person: &Person) -> Result<()> {
    let row = person::ActiveModel {
        id: Set(person.id.0.clone()),
        name: Set(person.name.clone()),
        login: Set(person.login.clone()),
        created_at: Set(clock::millis(person.created_at)),
    };
    person::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Writes name and login.
pub async fn update(db: &impl ConnectionTrait, person: &Person) -> Result<()> {
    let row = person::ActiveModel {
        id: Set(person.id.0.clone()),
        name: Set(person.name.clone()),
        login: Set(person.login.clone()),
        ..Default::default()
    };
    person::Entity::update(row).validate().map_err(Error::from)?.exec(db).await?;
    Ok(())
}
