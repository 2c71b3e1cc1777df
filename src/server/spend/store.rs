//! Cost in the database: one entry for each amount that became known.

use crate::{
    domain::{Result, Usd, goal::Spend},
    server::{
        clock::millis,
        db::{
            Tx,
            entities::{session, usage_entry},
            new_id,
        },
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QuerySelect,
};

/// Books what a session has cost more than was known before.
pub async fn book(tx: &Tx, session_id: &str, added: Usd, model: Option<&str>) -> Result<()> {
    enter(tx, Some(session_id), added, model).await
}

/// Books what a question cost that Maestro itself asked a model: no session has it, the day has.
pub(super) async fn book_question(tx: &Tx, added: Usd, model: &str) -> Result<()> {
    enter(tx, None, added, Some(model)).await
}

async fn enter(tx: &Tx, session_id: Option<&str>, added: Usd, model: Option<&str>) -> Result<()> {
    if added == Usd::ZERO {
        return Ok(());
    }
    let row = usage_entry::ActiveModel {
        id: Set(new_id()),
        session_id: Set(session_id.map(Into::into)),
        added_micros: Set(added.micros()),
        at: Set(millis(tx.now())),
        model: Set(model.map(Into::into)),
    };
    row.insert(tx.db()).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Added {
    added_micros: i64,
}

/// All cost that became known from `from` on and before `to`, and the sessions that were last active in it.
pub async fn between(db: &impl ConnectionTrait, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Spend> {
    let (from, to) = (millis(from), millis(to) - 1);
    let entries = usage_entry::Entity::find().filter(usage_entry::Column::At.between(from, to));
    let added: Vec<Added> = entries.select_only().column(usage_entry::Column::AddedMicros).into_model().all(db).await?;
    let active = session::Entity::find().filter(session::Column::UpdatedAt.between(from, to));
    let sessions = active.clone().count(db).await?;
    let unknown = active.filter(session::Column::CostMicros.is_null()).count(db).await?;
    Ok(Spend {
        cost_usd: added.into_iter().map(|entry| Usd::from_micros(entry.added_micros)).sum(),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
        unattributed_usd: Usd::ZERO,
        unknown_cost_sessions: u32::try_from(unknown).unwrap_or(u32::MAX),
    })
}
