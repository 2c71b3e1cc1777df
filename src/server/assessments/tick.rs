//! The worker that looks again as data arrives.

use super::{
    gather::{Plan, gather, plan},
    ops::{self, After},
    store,
};
use crate::{
    domain::{
        Error, Result,
        assessment::AssessmentRequest,
        metric_source::{MetricSource, SourceKind, SourceStatus},
    },
    server::{App, auth::Caller, metric_sources},
};
use chrono::{DateTime, Duration, Utc};
use std::hash::{DefaultHasher, Hash, Hasher};

/// While a window fills it is looked at anew with each fortieth of it, but once an hour at least.
const PARTS: i64 = 40;
const SOONEST: i64 = 60;
const LATEST: i64 = 3_600;

/// Looks at every metric of a goal that has new data, another change or another judgement; how many versions were added.
///
/// # Errors
/// The database could not be asked. A metric that cannot be assessed holds up no other.
pub async fn tick(app: &App, now: DateTime<Utc>) -> Result<usize> {
    let mut added = 0;
    for source in metric_sources::assessable(app.store.reader()).await? {
        match look(app, &source, now).await {
            Ok(new) => added += usize::from(new),
            Err(Error::Conflict { .. }) => {}
            Err(error) => tracing::warn!(metric = %source.name, %error, "could not assess a metric"),
        }
    }
    Ok(added)
}

async fn look(app: &App, source: &MetricSource, now: DateTime<Utc>) -> Result<bool> {
    let measured = source.samples > 0 || source.kind == SourceKind::Eppo && source.status == SourceStatus::Ok;
    let Some(goal_id) = source.goal_id.as_ref().filter(|_| measured) else { return Ok(false) };
    let system = Caller::system("assessments");
    let db = app.store.reader();
    let before = store::newest(db, goal_id.as_str(), &source.id).await?;
    let known = before.as_ref().map_or(0, |b| b.version);
    let finished = before.as_ref().is_some_and(|b| !b.provisional);
    let anew = || AssessmentRequest { metric_source_id: source.id.clone(), ..Default::default() };
    // What somebody asked for is followed on.
    let request = before.map(|b| b.request).filter(|r| r.metric_source_id == source.id).unwrap_or_else(anew);
    if source.kind == SourceKind::Eppo {
        return Ok(ops::look(app, &system, goal_id.as_str(), &request, now).await?.version > known);
    }
    let plan = plan(app, goal_id.as_str(), &request, now).await?;
    // Nothing to compare yet: a first version that only says so helps nobody.
    let last = source.latest_at.map_or(0, |at| at.timestamp());
    if known == 0 && last <= plan.cut.end {
        return Ok(false);
    }
    // What is left of samples that were made fewer says less than a finished version does, which has kept its own.
    let fine = now - Duration::days(i64::from(metric_sources::retention(db).await?.raw_days));
    if finished && plan.window(now).from < fine.timestamp() {
        return Ok(false);
    }
    let state = state(app, source, &plan).await?;
    if app.looked.lock().await.get(&source.id) == Some(&state) {
        return Ok(false);
    }
    let newest = ops::complete(app, &system, gather(app, plan, now).await?, After::Version(known), now).await?;
    // What somebody asked for meanwhile is looked at next time.
    if newest.request != request {
        return Ok(false);
    }
    app.looked.lock().await.insert(source.id.clone(), state);
    Ok(newest.version > known)
}

/// A number for all that an assessment depends on: with the same one it would say the same.
async fn state(app: &App, source: &MetricSource, plan: &Plan) -> Result<u64> {
    let db = app.store.reader();
    let mut state = DefaultHasher::new();
    let confounders = ops::around(plan, store::confounders(db, plan.goal.id.as_str()).await?);
    for one in &confounders {
        (&one.id, one.counts()).hash(&mut state);
    }
    for (merge, owner) in plan.cut.merges.iter().zip(&plan.owners) {
        (merge.artifact.as_str(), merge.at, owner.as_str()).hash(&mut state);
    }
    for other in &plan.others {
        (other.artifact.as_str(), other.at).hash(&mut state);
    }
    (plan.cut.start, plan.cut.end, plan.before, plan.after, plan.hypothesis.as_ref().map(|h| &h.id), source.updated_at).hash(&mut state);
    let every = (plan.after.as_seconds() / PARTS).clamp(SOONEST, LATEST);
    let last = source.latest_at.map_or(0, |at| at.timestamp());
    (last.min(plan.complete_at()) / every).hash(&mut state);
    // Once the window is full, only samples that come late or are corrected can change anything.
    if last >= plan.complete_at() {
        metric_sources::received_at(db, &source.id, plan.cut.start, plan.complete_at()).await?.hash(&mut state);
    }
    Ok(state.finish())
}
