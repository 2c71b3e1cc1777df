//! What peers are told about merges, in the database: once for each merge and peer.

use crate::{
    domain::{ArtifactId, Result},
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::announcement},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, sea_query::OnConflict,
};

/// A merge that a peer is to be told about.
#[derive(Clone, Debug)]
pub struct Announced {
    pub artifact: ArtifactId,
    pub source_id: String,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// Changes that were merged for the goals of sources that announce, since these were added, and of which nobody was told.
pub async fn unannounced(db: &impl ConnectionTrait) -> Result<Vec<(ArtifactId, String)>> {
    let sql = "SELECT l.artifact_id AS artifact_id, s.id AS source_id FROM metric_sources s
        JOIN artifact_links l ON l.goal_id = s.goal_id JOIN artifacts a ON a.id = l.artifact_id
        JOIN goals g ON g.id = s.goal_id AND g.archived_at IS NULL
        WHERE s.archived_at IS NULL AND s.kind IN ('grafana', 'prometheus', 'datadog') AND s.options LIKE '%\"announceMerges\":true%'
        AND l.dismissed_at IS NULL AND a.kind IN ('pr', 'mr') AND a.merged_at >= s.created_at
        AND NOT EXISTS (SELECT 1 FROM announcements n WHERE n.artifact_id = a.id AND n.source_id = s.id)";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.into_iter().map(|row| Ok((ArtifactId(row.try_get("", "artifact_id")?), row.try_get("", "source_id")?))).collect()
}

/// Notes that a source is to be told of a merge; what is noted already stays.
pub async fn note_merge(tx: &Tx, artifact: &ArtifactId, source_id: &str) -> Result<()> {
    let new = announcement::ActiveModel {
        artifact_id: Set(artifact.0.clone()),
        source_id: Set(source_id.into()),
        due_at: Set(Some(millis(tx.now()))),
        attempts: Set(0),
        done_at: Set(None),
        detail: Set(None),
    };
    let once = OnConflict::columns([announcement::Column::ArtifactId, announcement::Column::SourceId]).do_nothing().to_owned();
    announcement::Entity::insert(new).on_conflict(once).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Those whose time has come.
pub async fn announcements_due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<Announced>> {
    let rows = announcement::Entity::find().filter(announcement::Column::DueAt.lte(millis(now)));
    let rows = rows.order_by_asc(announcement::Column::DueAt).limit(most).all(db).await?;
    let due = |row: announcement::Model| Announced {
        artifact: ArtifactId(row.artifact_id),
        source_id: row.source_id,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
    };
    Ok(rows.into_iter().map(due).collect())
}

/// When the next one is due.
pub async fn next_announcement(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    let rows = announcement::Entity::find().filter(announcement::Column::DueAt.is_not_null());
    let next = rows.order_by_asc(announcement::Column::DueAt).one(db).await?;
    Ok(next.and_then(|row| row.due_at).map(at_millis))
}

/// Writes down what came of one: it is done where it is not due again.
pub async fn announced(tx: &Tx, of: &Announced, again: Option<DateTime<Utc>>, told: bool, detail: &str) -> Result<()> {
    let row = announcement::ActiveModel {
        artifact_id: Set(of.artifact.0.clone()),
        source_id: Set(of.source_id.clone()),
        due_at: Set(again.map(millis)),
        attempts: Set(i64::from(of.attempts) + 1),
        done_at: Set(told.then(|| millis(tx.now()))),
        detail: Set(Some(detail.into())),
    };
    announcement::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}
