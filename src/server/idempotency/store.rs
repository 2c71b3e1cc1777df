//! Answers kept for repeats.

use super::answer::Answer;
use crate::{
    domain::Result,
    server::{auth::Request, clock, db::entities::idempotent_answer as row},
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use std::sync::atomic::Ordering;

/// The hash of the request that `caller` made under `key`, and its answer, if that was kept.
pub async fn find(db: &impl ConnectionTrait, caller: &str, key: &str, now: DateTime<Utc>) -> Result<Option<(String, Option<Answer>)>> {
    let found = row::Entity::find_by_id((caller.to_owned(), key.to_owned())).one(db).await?;
    let found = found.filter(|row| clock::at_millis(row.created_at) > now - row::KEPT);
    Ok(found.map(|row| {
        let headers = serde_json::from_str(&row.headers).unwrap_or_default();
        let status = u16::try_from(row.status).unwrap_or(500);
        let answered = row.status != row::NO_ANSWER_YET;
        (row.request_hash, answered.then_some(Answer { status, headers, body: row.body }))
    }))
}

/// Keeps the answer to `request`; forgets those that are too old.
pub async fn keep(db: &impl ConnectionTrait, request: &Request, answer: &Answer, now: DateTime<Utc>) -> Result<()> {
    row::Entity::delete_many().filter(row::Column::CreatedAt.lte(clock::millis(now - row::KEPT))).exec(db).await?;
    let kept = row::ActiveModel {
        caller: Set(request.proof.clone()),
        key: Set(request.key.clone()),
        request_hash: Set(request.hash.clone()),
        status: Set(answer.status.into()),
        headers: Set(serde_json::to_string(&answer.headers).unwrap_or_default()),
        body: Set(answer.body.clone()),
        created_at: Set(clock::millis(now)),
    };
    if request.marked.load(Ordering::SeqCst) {
        kept.update(db).await?;
        return Ok(());
    }
    let first_wins = OnConflict::columns([row::Column::Caller, row::Column::Key]).do_nothing().to_owned();
    row::Entity::insert(kept).on_conflict(first_wins).exec_without_returning(db).await?;
    Ok(())
}
