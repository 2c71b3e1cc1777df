//! Confounders in the database: found ones are known by where they come from, and are not found twice.

use crate::{
    domain::{
        Error, GoalId, Result,
        confounder::{Confounder, ConfounderKind, Judgement},
        id,
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::confounder, new_id},
        etag::Seen,
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use std::collections::HashSet;

impl From<confounder::Model> for Confounder {
    fn from(row: confounder::Model) -> Self {
        Self {
            id: row.id,
            goal_id: GoalId(row.goal_id),
            kind: ConfounderKind::parse(&row.kind).unwrap_or(ConfounderKind::Other),
            title: row.title,
            starts_at: at_millis(row.starts_at),
            ends_at: at_millis(row.ends_at),
            actor: row.actor,
            dismissed_at: row.dismissed_at.map(at_millis),
            dismissed_by: row.dismissed_by,
            dismissed_reason: row.dismissed_reason,
            created_at: at_millis(row.created_at),
        }
    }
}

/// One that is to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Names it for ever, as `merge:<artifact id>`.
    pub origin: String,
    pub kind: ConfounderKind,
    pub title: String,
    /// Seconds since 1970.
    pub starts_at: i64,
    pub ends_at: i64,
}

/// Those of a goal, by time, dismissed ones too.
pub async fn confounders(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Confounder>> {
    let rows = confounder::Entity::find().filter(confounder::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_asc(confounder::Column::StartsAt).order_by_asc(confounder::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Confounder::from).collect())
}

/// Where those of a goal come from: found ones are known by it.
pub async fn origins(db: &impl ConnectionTrait, goal_id: &str) -> Result<HashSet<String>> {
    let rows = confounder::Entity::find().filter(confounder::Column::GoalId.eq(goal_id)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.origin).collect())
}

/// Notes one in the name of the caller; one that is known already stays as it is, with what people said about it.
pub async fn note_confounder(tx: &Tx, goal_id: &GoalId, found: &Found) -> Result<String> {
    let new = new_id();
    let row = confounder::ActiveModel {
        id: Set(new.clone()),
        goal_id: Set(goal_id.0.clone()),
        origin: Set(found.origin.clone()),
        kind: Set(found.kind.as_str().into()),
        title: Set(found.title.clone()),
        starts_at: Set(found.starts_at * 1_000),
        ends_at: Set(found.ends_at * 1_000),
        dismissed_at: Set(None),
        dismissed_by: Set(None),
        dismissed_reason: Set(None),
        actor: Set(tx.caller().actor.clone()),
        created_at: Set(millis(tx.now())),
    };
    let known = OnConflict::columns([confounder::Column::GoalId, confounder::Column::Origin]).do_nothing().to_owned();
    confounder::Entity::insert(row).on_conflict(known).exec_without_returning(tx.db()).await?;
    Ok(new)
}

/// Writes down what a person judged.
pub async fn judge(tx: &Tx, name: &str, judgement: &Judgement, seen: &Seen) -> Result<Confounder> {
    let row = confounder::Entity::find_by_id(id::stored(name)).one(tx.db()).await?;
    let row = row.ok_or_else(|| Error::not_found(format!("confounder {name}")))?;
    seen.check(&Confounder::from(row.clone()))?;
    let (actor, now) = (tx.caller().actor.clone(), millis(tx.now()));
    let dismissed = judgement.dismissed == Some(true);
    let changed = confounder::Model {
        dismissed_at: dismissed.then_some(now),
        dismissed_by: dismissed.then_some(actor),
        dismissed_reason: judgement.reason.clone().filter(|_| dismissed),
        ..row
    };
    crate::server::db::update(tx.db(), changed.clone()).await?;
    Ok(changed.into())
}
