//! Narratives as a goal's page lists them.

use crate::{
    domain::{
        Page, Result, Usd,
        narrative::{NarrativeSummary, Tone},
    },
    server::{
        clock::at_millis,
        db::{Cursor, entities::narrative},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most versions that a goal's page carries.
const SHOWN: u64 = 50;

/// The narratives that a goal's page carries, newest first.
pub async fn narratives_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<NarrativeSummary>> {
    narratives(db, goal_id, SHOWN, None).await.map(|page| page.items)
}

/// A page of the narratives of a goal, newest first.
pub async fn narratives(db: &impl ConnectionTrait, goal_id: &str, limit: u64, cursor: Option<&str>) -> Result<Page<NarrativeSummary>> {
    let mut rows = narrative::Entity::find().filter(narrative::Column::GoalId.eq(goal_id));
    if let Some(cursor) = cursor {
        rows = rows.filter(Cursor::decode(cursor)?.after(narrative::Column::CreatedAt, narrative::Column::Id));
    }
    let rows = rows.order_by_desc(narrative::Column::CreatedAt).order_by_desc(narrative::Column::Id).limit(limit + 1).all(db).await?;
    let (rows, next_cursor) = Cursor::cut(rows, limit, |row| (row.created_at, row.id.clone()));
    let summary = |row: narrative::Model| NarrativeSummary {
        id: row.id.into(),
        tone: Tone::parse(&row.tone).unwrap_or_default(),
        markdown: row.markdown,
        engine: row.engine,
        cost_usd: row.cost_micros.map(Usd::from_micros),
        unverified: u32::try_from(row.unverified).unwrap_or(0),
        edited: row.edited,
        created_at: at_millis(row.created_at),
    };
    Ok(Page { items: rows.into_iter().map(summary).collect(), next_cursor })
}
