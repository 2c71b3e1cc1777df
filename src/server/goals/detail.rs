//! A goal with everything that belongs to it.

use super::store;
use crate::{
    domain::{
        Result,
        goal::{Goal, GoalDetail},
        progress::progress,
    },
    server::{assessments, evidence, tasks},
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

/// The goal with that id or key, whole.
pub async fn detail(db: &impl ConnectionTrait, name: &str, now: DateTime<Utc>) -> Result<GoalDetail> {
    let row = store::row(db, name).await?;
    let id = row.id.clone();
    let tasks = tasks::of_goal(db, &id).await?;
    Ok(GoalDetail {
        progress: progress(&tasks, now),
        tasks,
        updates: evidence::updates_of(db, &id).await?,
        artifacts: evidence::artifacts_of(db, &id).await?,
        metrics: evidence::metrics_of(db, std::slice::from_ref(&id)).await?,
        assessments: assessments::told_of(db, &id).await?,
        sessions: evidence::sessions_of(db, &id).await?,
        outcomes: store::labels(&row.outcomes),
        outcome_notes: row.outcome_notes.clone(),
        narratives: evidence::narratives_of(db, &id).await?,
        spend: store::spend(db, &row).await?,
        children: store::children(db, &id).await?,
        status_history: store::history(db, &id).await?,
        goal: Goal::from(row),
    })
}
