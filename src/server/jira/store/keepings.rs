//! The switches of each connection, and how its last look went.

use crate::{
    domain::{Result, jira::EVERY_USUAL},
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::jira_keeping},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};

/// How goals are kept in step with one Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepingRow {
    pub connection_id: String,
    pub keep_in_step: bool,
    pub every_minutes: u32,
    /// Goals that became proven since then get a comment; none gets one while it is off.
    pub comment_since: Option<DateTime<Utc>>,
    /// What changed before that was seen.
    pub synced_at: Option<DateTime<Utc>>,
    /// When all issues were looked for, changed or not.
    pub all_seen_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    /// Failures in a row.
    pub attempts: u32,
    pub error: Option<String>,
}

impl KeepingRow {
    /// What holds before anybody turned a switch.
    fn fresh(connection_id: &str) -> Self {
        Self {
            connection_id: connection_id.to_owned(),
            keep_in_step: true,
            every_minutes: EVERY_USUAL,
            comment_since: None,
            synced_at: None,
            all_seen_at: None,
            due_at: None,
            attempts: 0,
            error: None,
        }
    }
}

impl From<jira_keeping::Model> for KeepingRow {
    fn from(row: jira_keeping::Model) -> Self {
        Self {
            connection_id: row.connection_id,
            keep_in_step: row.keep_in_step,
            every_minutes: u32::try_from(row.every_minutes).unwrap_or(EVERY_USUAL),
            comment_since: row.comment_since.map(at_millis),
            synced_at: row.synced_at.map(at_millis),
            all_seen_at: row.all_seen_at.map(at_millis),
            due_at: row.due_at.map(at_millis),
            attempts: u32::try_from(row.attempts).unwrap_or_default(),
            error: row.error,
        }
    }
}

/// How a connection is kept; the usual way where nobody said otherwise.
pub async fn keeping(db: &impl ConnectionTrait, connection_id: &str) -> Result<KeepingRow> {
    let found = jira_keeping::Entity::find_by_id(connection_id).one(db).await?;
    Ok(found.map_or_else(|| KeepingRow::fresh(connection_id), KeepingRow::from))
}

/// Stores it in place of what was there.
pub async fn save_keeping(tx: &Tx, row: &KeepingRow) -> Result<()> {
    use jira_keeping::Column;
    let model = jira_keeping::ActiveModel {
        connection_id: Set(row.connection_id.clone()),
        keep_in_step: Set(row.keep_in_step),
        every_minutes: Set(row.every_minutes.into()),
        comment_since: Set(row.comment_since.map(millis)),
        synced_at: Set(row.synced_at.map(millis)),
        all_seen_at: Set(row.all_seen_at.map(millis)),
        due_at: Set(row.due_at.map(millis)),
        attempts: Set(row.attempts.into()),
        error: Set(row.error.clone()),
    };
    let columns = [
        Column::KeepInStep,
        Column::EveryMinutes,
        Column::CommentSince,
        Column::SyncedAt,
        Column::AllSeenAt,
        Column::DueAt,
        Column::Attempts,
        Column::Error,
    ];
    let replace = OnConflict::column(Column::ConnectionId).update_columns(columns).to_owned();
    jira_keeping::Entity::insert(model.into_active_model()).on_conflict(replace).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Has a connection that failed asked again soon: what was wrong may be right now.
pub async fn wake(tx: &Tx, connection_id: &str) -> Result<()> {
    let known = keeping(tx.db(), connection_id).await?;
    if known.error.is_none() {
        return Ok(());
    }
    save_keeping(tx, &KeepingRow { due_at: None, attempts: 0, error: None, ..known }).await
}

/// Forgets the switches of a connection that is gone; its goals stay as they are.
pub async fn forget(tx: &Tx, connection_id: &str) -> Result<()> {
    jira_keeping::Entity::delete_by_id(connection_id).exec(tx.db()).await?;
    Ok(())
}
