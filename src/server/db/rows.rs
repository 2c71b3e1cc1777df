//! Writing whole rows without reading them back.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, QueryFilter, TryIntoModel,
};

/// Adds a row whose every column is set, and gives it back as it was given.
pub async fn insert<A>(db: &impl ConnectionTrait, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
where
    A: ActiveModelTrait + TryIntoModel<<A::Entity as EntityTrait>::Model>,
{
    let model = row.clone().try_into_model()?;
    A::Entity::insert(row).exec_without_returning(db).await?;
    Ok(model)
}

/// Writes all columns of a row that is there, but for its key: a key that is written anew is searched for in all that refer to it.
pub async fn update<M>(db: &impl ConnectionTrait, row: M) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
{
    let mut one = M::Entity::update_many();
    let mut keys = Vec::new();
    for key in <M::Entity as EntityTrait>::PrimaryKey::iter() {
        let column = key.into_column();
        one = one.filter(column.eq(row.get(column)));
        keys.push(column.as_str());
    }
    let mut row = row.into_active_model();
    for column in <M::Entity as EntityTrait>::Column::iter().filter(|column| !keys.contains(&column.as_str())) {
        row.reset(column);
    }
    one.set(row).exec(db).await?;
    Ok(())
}
