//! Answers kept for repeats.

use super::answer::Answer;
use crate::{
    domain::Result,
    server::{clock, db::entities::idempotent_answer as row},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

/// How long an answer is kept.
pub const KEPT: Duration = Duration::days(7);

/// The answer that `caller` got under `key`, and the hash of the request that it was for.
pub async fn find(db: &impl ConnectionTrait, caller: &str, key: &str, now: DateTime<Utc>) -> Result<Option<(String, Answer)>> {
    let found = row::Entity::find_by_id((caller.to_owned(), key.to_owned())).one(db).await?;
    let found = found.filter(|row| clock::at_millis(row.created_at) > now - KEPT);
    Ok(found.map(|row| {
        let headers = serde_json::from_str(&row.headers).unwrap_or_default();
        let status = u16::try_from(row.status).unwrap_or(500);
        (row.request_hash, Answer { status, headers, body: row.body })
    }))
}

/// Keeps an answer; forgets those that are too old.
pub async fn insert(
    db: &impl ConnectionTrait,
    caller: String,
    key: String,
    hash: String,
    answer: &Answer,
    now: DateTime<Utc>,
) -> Result<()> {
    row::Entity::delete_many().filter(row::Column::CreatedAt.lte(clock::millis(now - KEPT))).exec(db).await?;
    let kept = row::ActiveModel {
        caller: Set(caller),
        key: Set(key),
        request_hash: Set(hash),
        status: Set(answer.status.into()),
        headers: Set(serde_json::to_string(&answer.headers).unwrap_or_default()),
        body: Set(answer.body.clone()),
        created_at: Set(clock::millis(now)),
    };
    let first_wins = OnConflict::columns([row::Column::Caller, row::Column::Key]).do_nothing().to_owned();
    row::Entity::insert(kept).on_conflict(first_wins).exec_without_returning(db).await?;
    Ok(())
}
