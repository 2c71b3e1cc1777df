//! Before/after pairs in the database.

use crate::{
    domain::{
        Error, GoalId, MetricId, Result, id,
        metric::{Improve, Metric, NewMetric, delta, delta_percent, verdict},
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::metric, new_id},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

impl From<metric::Model> for Metric {
    fn from(row: metric::Model) -> Self {
        let improve = row.improve.as_deref().and_then(Improve::parse);
        let before = row.before_value;
        Self {
            id: row.id.into(),
            goal_id: row.goal_id.into(),
            name: row.name,
            before,
            after: row.after_value,
            unit: row.unit,
            improve,
            source: row.source,
            note: row.note,
            delta: row.after_value.map(|after| delta(before, after)),
            delta_percent: row.after_value.and_then(|after| delta_percent(before, after)),
            verdict: row.after_value.and_then(|after| verdict(before, after, improve)),
            measured_at: row.measured_at.map(at_millis),
            created_at: at_millis(row.created_at),
        }
    }
}

/// Adds a pair that was checked; `source` is the word where the caller gave none.
pub async fn insert_metric(tx: &Tx, goal_id: &str, new: &NewMetric, source: &str) -> Result<Metric> {
    let row = metric::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(goal_id.into()),
        name: Set(new.name.clone()),
        before_value: Set(new.before.unwrap_or_default()),
        after_value: Set(new.after),
        unit: Set(new.unit.clone()),
        improve: Set(new.improve.map(|i| i.as_str().into())),
        source: Set(new.source.clone().unwrap_or_else(|| source.into())),
        note: Set(new.note.clone()),
        measured_at: Set(new.measured_at.map(millis)),
        created_at: Set(millis(tx.now())),
        removed_at: Set(None),
    };
    Ok(row.insert(tx.db()).await?.into())
}

/// The pair with that id.
pub async fn metric(db: &impl ConnectionTrait, id: &str) -> Result<Metric> {
    let found = metric::Entity::find_by_id(id::stored(id)).filter(metric::Column::RemovedAt.is_null()).one(db).await?;
    found.map(Metric::from).ok_or_else(|| Error::not_found(format!("metric {id}")))
}

/// Writes back a changed pair.
pub async fn save_metric(db: &impl ConnectionTrait, changed: &Metric) -> Result<()> {
    let row = metric::ActiveModel {
        id: Set(changed.id.0.clone()),
        name: Set(changed.name.clone()),
        before_value: Set(changed.before),
        after_value: Set(changed.after),
        unit: Set(changed.unit.clone()),
        improve: Set(changed.improve.map(|i| i.as_str().into())),
        note: Set(changed.note.clone()),
        ..Default::default()
    };
    row.update(db).await?;
    Ok(())
}

/// Takes a pair away, or without a time brings it back; its row stays.
pub async fn set_metric_removed(db: &impl ConnectionTrait, id: &MetricId, at: Option<DateTime<Utc>>) -> Result<()> {
    let all = metric::Entity::update_many().filter(metric::Column::Id.eq(id.as_str()));
    all.col_expr(metric::Column::RemovedAt, Expr::value(at.map(millis))).exec(db).await?;
    Ok(())
}

/// The pairs of these goals, oldest first.
pub async fn metrics_of(db: &impl ConnectionTrait, goal_ids: &[String]) -> Result<Vec<Metric>> {
    let rows = metric::Entity::find().filter(metric::Column::GoalId.is_in(goal_ids)).filter(metric::Column::RemovedAt.is_null());
    let rows = rows.order_by_asc(metric::Column::CreatedAt).order_by_asc(metric::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Metric::from).collect())
}

/// Takes away the pairs that an agent brought to a goal at `at`, in milliseconds; gives back their ids.
pub async fn remove_metrics_made_at(db: &impl ConnectionTrait, goal: &GoalId, at: i64, now: DateTime<Utc>) -> Result<Vec<String>> {
    let made = metric::Entity::find().filter(metric::Column::GoalId.eq(goal.as_str())).filter(metric::Column::CreatedAt.eq(at));
    let made = made.filter(metric::Column::Source.eq("agent")).filter(metric::Column::RemovedAt.is_null()).all(db).await?;
    for row in &made {
        set_metric_removed(db, &MetricId(row.id.clone()), Some(now)).await?;
    }
    Ok(made.into_iter().map(|row| row.id).collect())
}
