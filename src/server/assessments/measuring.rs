//! How a goal is measured, all of it at once.

use super::store;
use crate::{
    domain::{Result, assessment::Assessment, impact::Measuring},
    server::{goals, metric_sources},
};
use futures::try_join;
use sea_orm::ConnectionTrait;

/// The most versions that a page lists.
const VERSIONS: u64 = 100;

/// The metrics of a goal with what they say, what was expected of them, and what else happened.
pub async fn measuring(db: &impl ConnectionTrait, goal: &str) -> Result<Measuring> {
    let id = goals::id_of(db, goal).await?;
    let (sources, assessments, hypotheses, confounders) = try_join!(
        metric_sources::of_goal(db, id.as_str()),
        store::newest_of(db, Some(id.as_str())),
        store::hypotheses(db, id.as_str()),
        store::confounders(db, id.as_str()),
    )?;
    Ok(Measuring { sources, assessments, hypotheses, confounders })
}

/// Every version for one metric of a goal, newest first, without curves.
pub async fn versions(db: &impl ConnectionTrait, goal: &str, source: &str) -> Result<Vec<Assessment>> {
    let id = goals::id_of(db, goal).await?;
    let all = store::history(db, id.as_str(), Some(&crate::domain::id::stored(source)), VERSIONS).await?;
    Ok(all.into_iter().map(Assessment::told).collect())
}

/// What the metrics of a goal did, without curves: the surest first.
pub async fn told_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Assessment>> {
    let mut all = store::newest_of(db, Some(goal_id)).await?;
    all.sort_by(|a, b| b.sureness().cmp(&a.sureness()).then_with(|| a.id.cmp(&b.id)));
    Ok(all.into_iter().map(Assessment::told).collect())
}
