//! How a goal is measured, all of it at once.

use super::store;
use crate::{
    domain::{
        Result,
        assessment::{Assessed, Assessment},
        impact::Measuring,
    },
    server::{App, connections, goals, metric_sources},
};
use futures::try_join;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// The most versions that a page lists.
const VERSIONS: u64 = 100;

/// The metrics of a goal with what they say, what was expected of them, and what else happened.
pub async fn measuring(app: &App, goal: &str) -> Result<Measuring> {
    let db = app.store.reader();
    let id = goals::id_of(db, goal).await?;
    let (sources, assessments, hypotheses, confounders, words, model) = try_join!(
        metric_sources::of_goal(db, id.as_str()),
        store::newest_of(db, Some(id.as_str())),
        store::hypotheses(db, id.as_str()),
        store::confounders(db, id.as_str()),
        store::words_of(db, id.as_str()),
        connections::model(app),
    )?;
    Ok(Measuring { sources, assessments, hypotheses, confounders, words, model: model.map(|options| options.model) })
}

/// Every version for one metric of a goal, newest first, without curves.
pub async fn versions(db: &impl ConnectionTrait, goal: &str, source: &str) -> Result<Vec<Assessment>> {
    let id = goals::id_of(db, goal).await?;
    let all = store::history(db, id.as_str(), Some(&crate::domain::id::stored(source)), VERSIONS).await?;
    Ok(all.into_iter().map(Assessment::told).collect())
}

/// What the metrics of a goal did, without curves: the surest first.
pub async fn told_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Assessment>> {
    let mut all = store::told(db, &[goal_id.to_owned()]).await?;
    all.sort_by(|a, b| b.sureness().cmp(&a.sureness()).then_with(|| a.id.cmp(&b.id)));
    Ok(all.into_iter().map(Assessment::told).collect())
}

/// What the surest assessment of each of these goals says.
pub async fn assessed_of(db: &impl ConnectionTrait, goals: &[String]) -> Result<HashMap<String, Assessed>> {
    let mut of_goal: HashMap<String, Vec<Assessment>> = HashMap::new();
    for one in store::told(db, goals).await? {
        of_goal.entry(one.goal_id.0.clone()).or_default().push(one);
    }
    Ok(of_goal.into_iter().filter_map(|(id, all)| Some((id, Assessed::of(&all)?))).collect())
}
