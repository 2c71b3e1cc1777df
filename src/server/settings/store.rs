//! Settings in the database.

use crate::{
    domain::Result,
    server::{db::entities::setting, problem},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};

/// The setting of that name, or its default; one that a newer Maestro wrote, and cannot be read, is an error.
pub async fn read<T: DeserializeOwned + Default>(db: &impl ConnectionTrait, name: &str) -> Result<T> {
    let Some(row) = setting::Entity::find_by_id(name).one(db).await? else { return Ok(T::default()) };
    serde_json::from_str(&row.value).map_err(|error| problem::internal(&format!("the setting {name} cannot be read: {error}")))
}

/// Sets it.
pub async fn write<T: Serialize>(db: &impl ConnectionTrait, name: &str, value: &T) -> Result<()> {
    let value = serde_json::to_string(value).map_err(|error| problem::internal(&error))?;
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value) };
    let replace = OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}
