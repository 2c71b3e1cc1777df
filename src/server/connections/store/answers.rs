//! The answers that peers gave, so that nothing is asked twice in vain.

use crate::{
    domain::Result,
    server::{
        clock::millis,
        db::{Tx, entities::http_answer},
        integrations::Answer,
    },
};
use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// What nobody asked for so long is forgotten.
const KEPT: Duration = Duration::days(30);

/// A stored body: the text, and where the next page was.
#[derive(Serialize, Deserialize)]
struct Stored {
    next: Option<String>,
    body: String,
}

/// What the peer answered last at `url`.
pub async fn answer(db: &impl ConnectionTrait, connection_id: &str, url: &str) -> Result<Option<Answer>> {
    let found = http_answer::Entity::find_by_id((connection_id.to_owned(), url.to_owned())).one(db).await?;
    Ok(found.and_then(|row| {
        let stored: Stored = serde_json::from_str(&row.body).ok()?;
        Some(Answer { etag: row.etag, next: stored.next, body: stored.body })
    }))
}

/// Keeps answers in place of older ones.
pub async fn keep_answers(tx: &Tx, connection_id: &str, answers: Vec<(String, Answer)>) -> Result<()> {
    use http_answer::{ActiveModel, Column, Entity};
    let now = millis(tx.now());
    for (url, answer) in answers {
        let Ok(body) = serde_json::to_string(&Stored { next: answer.next, body: answer.body }) else { continue };
        let (connection_id, etag) = (Set(connection_id.to_owned()), Set(answer.etag));
        let row = ActiveModel { connection_id, url: Set(url), etag, body: Set(body), fetched_at: Set(now) };
        let known = OnConflict::columns([Column::ConnectionId, Column::Url])
            .update_columns([Column::Etag, Column::Body, Column::FetchedAt])
            .to_owned();
        Entity::insert(row).on_conflict(known).exec_without_returning(tx.db()).await?;
    }
    Entity::delete_many().filter(Column::FetchedAt.lt(millis(tx.now() - KEPT))).exec(tx.db()).await?;
    Ok(())
}

/// Forgets all answers of a connection: another token may see other things.
pub async fn forget_answers(tx: &Tx, connection_id: &str) -> Result<()> {
    http_answer::Entity::delete_many().filter(http_answer::Column::ConnectionId.eq(connection_id)).exec(tx.db()).await?;
    Ok(())
}
