//! The work log in the database.

use crate::{
    domain::{GoalId, Result, SessionId, TaskId, UpdateId, update::Update},
    server::{
        clock::{at_millis, millis},
        db::{self, Tx, entities::update, new_id},
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most entries that a goal's page carries.
const SHOWN: u64 = 500;

impl From<update::Model> for Update {
    fn from(row: update::Model) -> Self {
        Self {
            id: row.id.into(),
            goal_id: row.goal_id.into(),
            task_id: row.task_id.map(Into::into),
            session_id: row.session_id.map(Into::into),
            source: row.source,
            agent_name: row.agent_name,
            summary: row.summary,
            details: row.details,
            outcome: row.outcome,
            created_at: at_millis(row.created_at),
        }
    }
}

/// A new entry of the work log.
#[derive(Clone, Debug, Default)]
pub struct NoteUpdate<'a> {
    pub goal_id: &'a str,
    pub task_id: Option<&'a TaskId>,
    pub session_id: Option<&'a SessionId>,
    /// `manual`, `agent` or `import`.
    pub source: &'a str,
    pub agent_name: Option<&'a str>,
    pub summary: &'a str,
    pub details: Option<&'a str>,
    pub outcome: Option<&'a str>,
}

/// Adds an entry.
pub async fn insert_update(tx: &Tx, new: &NoteUpdate<'_>) -> Result<Update> {
    let row = update::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(GoalId::from(new.goal_id).0),
        task_id: Set(new.task_id.map(|id| id.0.clone())),
        session_id: Set(new.session_id.map(|id| id.0.clone())),
        source: Set(new.source.into()),
        agent_name: Set(new.agent_name.map(Into::into)),
        summary: Set(new.summary.into()),
        details: Set(new.details.map(Into::into)),
        outcome: Set(new.outcome.map(Into::into)),
        created_at: Set(millis(tx.now())),
    };
    Ok(db::insert(tx.db(), row).await?.into())
}

/// The entries of a goal, newest first.
pub async fn updates_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Update>> {
    let rows = update::Entity::find().filter(update::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(update::Column::CreatedAt).order_by_desc(update::Column::Id).limit(SHOWN).all(db).await?;
    Ok(rows.into_iter().map(Update::from).collect())
}

/// Takes an entry out of the log, as what it says stays in its report; gives back when it was made, if it was there.
pub async fn remove_update(db: &impl ConnectionTrait, id: &UpdateId) -> Result<Option<i64>> {
    let Some(row) = update::Entity::find_by_id(id.as_str()).one(db).await? else { return Ok(None) };
    update::Entity::delete_by_id(id.as_str()).exec(db).await?;
    Ok(Some(row.created_at))
}
