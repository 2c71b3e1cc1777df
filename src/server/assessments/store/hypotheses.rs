//! Hypotheses in the database. They are added and withdrawn, never changed.

use crate::{
    domain::{Error, GoalId, Result, hypothesis::Hypothesis, id, metric::Improve, span::Span},
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::hypothesis},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, sea_query::Expr};

/// A row as it is shown; `began` is when the work of its goal did.
fn shown(row: hypothesis::Model, began: Option<DateTime<Utc>>) -> Hypothesis {
    let span = |seconds: i64| Span::seconds(u32::try_from(seconds).unwrap_or(1));
    let registered_at = at_millis(row.registered_at);
    Hypothesis {
        id: row.id,
        goal_id: GoalId(row.goal_id),
        metric_source_id: row.source_id,
        improve: Improve::parse(&row.improve).unwrap_or(Improve::Down),
        smallest_effect: row.smallest_effect,
        smallest_is_percent: row.smallest_is_percent,
        before_window: span(row.before_seconds),
        after_window: span(row.after_seconds),
        note: row.note,
        actor: row.actor,
        registered_at,
        withdrawn_at: row.withdrawn_at.map(at_millis),
        work_began_at: began,
        in_time: began.is_none_or(|began| registered_at <= began),
    }
}

/// When the work of a goal began: its first session started, or its first change was merged.
async fn began(db: &impl ConnectionTrait, goal_id: &str) -> Result<Option<DateTime<Utc>>> {
    let sql = "SELECT MIN(at) AS at FROM (
        SELECT MIN(started_at) AS at FROM sessions WHERE goal_id = $1
        UNION ALL SELECT MIN(a.merged_at) AS at FROM artifact_links l JOIN artifacts a ON a.id = l.artifact_id
            WHERE l.goal_id = $1 AND l.dismissed_at IS NULL) AS first";
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [goal_id.into()])).await?;
    let at: Option<i64> = row.map(|row| row.try_get("", "at")).transpose()?.flatten();
    Ok(at.map(at_millis))
}

/// All hypotheses of a goal, newest first, withdrawn ones too.
pub async fn hypotheses(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Hypothesis>> {
    let rows = hypothesis::Entity::find().filter(hypothesis::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(hypothesis::Column::RegisteredAt).order_by_desc(hypothesis::Column::Id).all(db).await?;
    let began = if rows.is_empty() { None } else { began(db, goal_id).await? };
    Ok(rows.into_iter().map(|row| shown(row, began)).collect())
}

/// Adds a hypothesis in place of the one that held for the same metric.
pub async fn register(tx: &Tx, new: &Hypothesis) -> Result<()> {
    withdraw_all(tx, new.goal_id.as_str(), &new.metric_source_id).await?;
    let row = hypothesis::ActiveModel {
        id: Set(new.id.clone()),
        goal_id: Set(new.goal_id.0.clone()),
        source_id: Set(new.metric_source_id.clone()),
        improve: Set(new.improve.as_str().into()),
        smallest_effect: Set(new.smallest_effect),
        smallest_is_percent: Set(new.smallest_is_percent),
        before_seconds: Set(new.before_window.as_seconds()),
        after_seconds: Set(new.after_window.as_seconds()),
        note: Set(new.note.clone()),
        actor: Set(new.actor.clone()),
        registered_at: Set(millis(new.registered_at)),
        withdrawn_at: Set(None),
    };
    hypothesis::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

async fn withdraw_all(tx: &Tx, goal_id: &str, source_id: &str) -> Result<()> {
    let held = hypothesis::Entity::update_many().filter(hypothesis::Column::WithdrawnAt.is_null());
    let held = held.filter(hypothesis::Column::GoalId.eq(goal_id)).filter(hypothesis::Column::SourceId.eq(source_id));
    held.col_expr(hypothesis::Column::WithdrawnAt, Expr::value(millis(tx.now()))).exec(tx.db()).await?;
    Ok(())
}

/// Withdraws one; it stays on record.
pub async fn withdraw(tx: &Tx, name: &str) -> Result<(GoalId, String)> {
    let row = hypothesis::Entity::find_by_id(id::stored(name)).one(tx.db()).await?;
    let row = row.filter(|row| row.withdrawn_at.is_none()).ok_or_else(|| Error::not_found(format!("hypothesis {name} that holds")))?;
    withdraw_all(tx, &row.goal_id, &row.source_id).await?;
    Ok((GoalId(row.goal_id), row.source_id))
}
