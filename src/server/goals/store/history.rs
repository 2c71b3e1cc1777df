//! Every step of a goal across the board, with its time.

use crate::{
    domain::{
        Result,
        goal::{GoalStatus, StatusChange},
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::goal_status_change, new_id},
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Keeps a step.
pub async fn keep(tx: &Tx, goal_id: &str, from: Option<GoalStatus>, to: GoalStatus) -> Result<()> {
    let row = goal_status_change::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(goal_id.into()),
        from_status: Set(from.map(|s| s.as_str().into())),
        to_status: Set(to.as_str().into()),
        actor: Set(tx.caller().actor.clone()),
        at: Set(millis(tx.now())),
    };
    row.insert(tx.db()).await?;
    Ok(())
}

/// The steps of a goal, oldest first.
pub async fn of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<StatusChange>> {
    let steps = goal_status_change::Entity::find().filter(goal_status_change::Column::GoalId.eq(goal_id));
    let rows = steps.order_by_asc(goal_status_change::Column::At).order_by_asc(goal_status_change::Column::Id).all(db).await?;
    let step = |row: goal_status_change::Model| StatusChange {
        from: row.from_status.as_deref().and_then(GoalStatus::parse),
        to: GoalStatus::parse(&row.to_status).unwrap_or_default(),
        at: at_millis(row.at),
        by: row.actor,
    };
    Ok(rows.into_iter().map(step).collect())
}
