//! Narratives as a goal's page lists them.

use crate::{
    domain::{
        Result, Usd,
        narrative::{NarrativeSummary, Tone},
    },
    server::{clock::at_millis, db::entities::narrative},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most versions that a goal's page carries.
const SHOWN: u64 = 50;

/// The narratives of a goal, newest first.
pub async fn narratives_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<NarrativeSummary>> {
    let rows = narrative::Entity::find().filter(narrative::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(narrative::Column::CreatedAt).order_by_desc(narrative::Column::Id).limit(SHOWN).all(db).await?;
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
    Ok(rows.into_iter().map(summary).collect())
}
