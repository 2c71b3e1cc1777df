//! The activity log in the database.

use crate::{
    domain::{Result, event::Event},
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::event},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl From<event::Model> for Event {
    fn from(row: event::Model) -> Self {
        Self {
            seq: row.seq,
            at: at_millis(row.at),
            kind: row.kind,
            actor: row.actor,
            goal_id: row.goal_id.map(Into::into),
            session_id: row.session_id.map(Into::into),
            subject_id: row.subject_id,
            summary: row.summary,
        }
    }
}

/// What happened after `seq`, oldest first, at most `limit` entries.
pub async fn after(db: &impl ConnectionTrait, seq: i64, limit: u64) -> Result<Vec<Event>> {
    let rows = event::Entity::find().filter(event::Column::Seq.gt(seq));
    Ok(rows.order_by_asc(event::Column::Seq).limit(limit).all(db).await?.into_iter().map(Event::from).collect())
}

/// The newest entry.
pub async fn newest(db: &impl ConnectionTrait) -> Result<Option<Event>> {
    Ok(event::Entity::find().order_by_desc(event::Column::Seq).one(db).await?.map(Event::from))
}

/// The number of the newest entry; 0 in an empty log.
pub async fn latest(db: &impl ConnectionTrait) -> Result<i64> {
    Ok(newest(db).await?.map_or(0, |event| event.seq))
}

/// What running sessions tell once a second: for those who watch, no news about a goal, and nothing to keep.
const PROGRESS: [&str; 3] = ["session.output", "budget.spent", "metric-source.sampled"];

/// The newest entries about a goal, newest first.
pub async fn of_goal(db: &impl ConnectionTrait, goal_id: &str, limit: u64) -> Result<Vec<Event>> {
    let rows = event::Entity::find().filter(event::Column::GoalId.eq(goal_id)).filter(event::Column::Kind.is_not_in(PROGRESS));
    Ok(rows.order_by_desc(event::Column::Seq).limit(limit).all(db).await?.into_iter().map(Event::from).collect())
}

/// Forgets what running sessions told before `at`; how many entries. The newest stays: the next one's number follows it.
pub async fn forget_progress(tx: &Tx, at: DateTime<Utc>) -> Result<u64> {
    let told = event::Entity::delete_many().filter(event::Column::Kind.is_in(PROGRESS));
    let old = told.filter(event::Column::At.lt(millis(at))).filter(event::Column::Seq.lt(latest(tx.db()).await?));
    Ok(old.exec(tx.db()).await?.rows_affected)
}
