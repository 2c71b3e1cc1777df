//! What records are called where they came from, so that the same thing is not taken in twice.

use super::{Tx, entities::external_id};
use crate::domain::Result;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Our id of what `source` calls `external`, if it came in before.
pub async fn find_external(tx: &Tx, source: &str, kind: &str, external: &str) -> Result<Option<String>> {
    let key = (source.to_owned(), kind.to_owned(), external.to_owned());
    Ok(external_id::Entity::find_by_id(key).one(tx.db()).await?.map(|row| row.record_id))
}

/// Forgets what our `id` is called anywhere: it is gone, and the same thing may come in again.
pub async fn forget_external(tx: &Tx, kind: &str, id: &str) -> Result<()> {
    let known = external_id::Entity::delete_many().filter(external_id::Column::RecordId.eq(id));
    known.filter(external_id::Column::Kind.eq(kind)).exec(tx.db()).await?;
    Ok(())
}

/// Remembers that what `source` calls `external` is our `id`.
pub async fn keep_external(tx: &Tx, source: &str, kind: &str, external: &str, id: &str) -> Result<()> {
    let row = external_id::ActiveModel {
        source: Set(source.into()),
        kind: Set(kind.into()),
        external_id: Set(external.into()),
        record_id: Set(id.into()),
    };
    external_id::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}
