//! The worker that reads metrics from where they are kept.

use super::{
    read,
    store::{self, Due, Looked},
};
use crate::{
    domain::{
        Result,
        metric_source::{MetricSource, SourceStatus},
        series::{Series, Window},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        integrations::{SourceError, series::Fetched, untold_wait},
    },
};
use chrono::{DateTime, Duration, Utc};
use futures::future::try_join_all;
use std::collections::BTreeMap;

/// How much is taken on in one tick.
const MOST: u64 = 50;
/// How much history is asked for at first: an effect is told from a weekly rhythm by four weeks of it.
const HISTORY: Duration = Duration::days(28);
/// And so much before that, where a source was asked otherwise since it was added.
const LONGEST: Duration = Duration::days(365);
/// A source is asked no oftener and no seldomer.
const SOONEST: Duration = Duration::seconds(60);
const LATEST: Duration = Duration::hours(1);
/// So many steps are asked for again: late samples, and a last one that was not complete.
const AGAIN: i64 = 3;

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many sources were asked.
    pub asked: usize,
    /// When to tick again; none with nothing to wait for.
    pub next_at: Option<DateTime<Utc>>,
}

/// Reads what is due. Peers are asked beside each other, the sources of one peer one after the other: its limits are theirs together.
pub async fn tick(app: &App, now: DateTime<Utc>) -> Result<Report> {
    let mut peers: BTreeMap<String, Vec<Due>> = BTreeMap::new();
    for due in store::due(app.store.reader(), now, MOST).await? {
        peers.entry(peer_of(&due.source)).or_default().push(due);
    }
    let asked = try_join_all(peers.into_values().map(|due| ask(app, due, now))).await?.into_iter().sum();
    Ok(Report { asked, next_at: store::next_due(app.store.reader()).await? })
}

/// Sources of one peer share its limits.
fn peer_of(source: &MetricSource) -> String {
    let endpoint = source.endpoint.as_deref().unwrap_or_default();
    let host = endpoint.split("://").nth(1).unwrap_or(endpoint).split('/').next().unwrap_or_default();
    format!("{} {host}", source.kind.as_str())
}

/// Asks one after the other; a peer that wants to be left alone, or does not answer, is left alone with all of them.
async fn ask(app: &App, all: Vec<Due>, now: DateTime<Utc>) -> Result<usize> {
    let mut asked = 0;
    let mut pause: Option<(DateTime<Utc>, SourceStatus, String)> = None;
    for due in all {
        if let Some((until, status, detail)) = &pause {
            let looked =
                Looked { status: *status, detail: Some(detail.clone()), failures: due.failures, due_at: Some(*until), covered_to: None };
            note(app, due.source, looked, now).await?;
            continue;
        }
        asked += 1;
        let window = window(&due, now);
        let answer = match read::open(app, &due.source).await? {
            Ok(reader) => reader.fetch(window, u32::try_from(due.source.step.as_seconds()).unwrap_or(u32::MAX), now).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(Fetched::Series(series)) => keep(app, due.source, window, series, now).await?,
            Ok(Fetched::Experiment(experiment)) => {
                let body = serde_json::to_string(&experiment).unwrap_or_default();
                keep_experiment(app, due.source, body, now).await?;
            }
            Err(error) => {
                tracing::warn!(source = %due.source.name, %error, "could not read a metric");
                let looked = refused(&due, &error, now);
                if !error.is_about_one_thing() {
                    pause = looked.due_at.map(|at| (at, looked.status, error.to_string()));
                }
                note(app, due.source, looked, now).await?;
            }
        }
    }
    Ok(asked)
}

/// From where it was left, with a little of what is known: an outage leaves no gap.
fn window(due: &Due, now: DateTime<Utc>) -> Window {
    let source = &due.source;
    let history = HISTORY.num_seconds().max(source.before_window.as_seconds());
    let from = match due.covered_to {
        Some(to) => to - AGAIN * source.step.as_seconds(),
        // One that is asked anew has told of more than that: what was proven with it stays provable.
        None => source.created_at.min(now).timestamp().max(now.timestamp() - LONGEST.num_seconds()) - history,
    };
    Window { from, to: now.timestamp() + 1 }
}

/// What follows from a refusal.
fn refused(due: &Due, error: &SourceError, now: DateTime<Utc>) -> Looked {
    let failures = due.failures + 1;
    let (status, due_at) = match error {
        SourceError::RateLimited { until, .. } => (SourceStatus::Limited, until.unwrap_or(now + untold_wait(due.failures))),
        // A person has to act; until then it is looked once an hour whether somebody did.
        SourceError::Unauthorized { .. } | SourceError::Refused { .. } | SourceError::NotFound { .. } => {
            (SourceStatus::Failing, now + LATEST)
        }
        SourceError::Outage { .. } | SourceError::Malformed { .. } => (SourceStatus::Failing, now + untold_wait(due.failures)),
    };
    Looked { status, detail: Some(error.to_string()), failures, due_at: Some(due_at), covered_to: None }
}

/// How long a source rests after an answer.
fn rest(source: &MetricSource) -> Duration {
    Duration::seconds(source.step.as_seconds()).clamp(SOONEST, LATEST)
}

async fn keep(app: &App, source: MetricSource, window: Window, series: Series, now: DateTime<Utc>) -> Result<()> {
    // That a peer tells nothing of a time takes nothing back.
    let points: Vec<(i64, Option<f64>)> = series.points.iter().filter(|p| p.value.is_some()).map(|p| (p.at, p.value)).collect();
    let op = async move |tx: &mut Tx| {
        if !store::is_as_before(tx.db(), &source).await? {
            return Ok(());
        }
        let stored = store::keep_samples(tx, &source.id, &points).await?;
        let known = stored > 0 || source.read_at.is_some() && source.status == SourceStatus::Ok;
        let status = if known { SourceStatus::Ok } else { SourceStatus::NoData };
        let detail = (!series.warnings.is_empty()).then(|| series.warnings.join("; "));
        let detail = detail.or_else(|| (!known).then(|| "it answers, but has no values for this query".into()));
        // An answer without values says nothing about the time it was asked for: they may come later.
        let covered_to = points.last().map(|_| window.to);
        let looked = Looked { status, detail, failures: 0, due_at: Some(now + rest(&source)), covered_to };
        store::looked(tx, &source.id, &looked).await?;
        told(tx, &source, status, stored).await
    };
    app.store.write(&Caller::system("metrics"), now, op).await
}

async fn keep_experiment(app: &App, source: MetricSource, body: String, now: DateTime<Utc>) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        if !store::is_as_before(tx.db(), &source).await? {
            return Ok(());
        }
        let new = store::keep_experiment(tx, &source.id, &body).await?;
        let looked = Looked { status: SourceStatus::Ok, detail: None, failures: 0, due_at: Some(now + rest(&source)), covered_to: None };
        store::looked(tx, &source.id, &looked).await?;
        told(tx, &source, SourceStatus::Ok, u64::from(new)).await
    };
    app.store.write(&Caller::system("metrics"), now, op).await
}

async fn note(app: &App, source: MetricSource, looked: Looked, now: DateTime<Utc>) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        if !store::is_as_before(tx.db(), &source).await? {
            return Ok(());
        }
        store::looked(tx, &source.id, &looked).await?;
        told(tx, &source, looked.status, 0).await
    };
    app.store.write(&Caller::system("metrics"), now, op).await
}

/// Tells of new values, and of a source that failed or works again.
async fn told(tx: &mut Tx, source: &MetricSource, status: SourceStatus, stored: u64) -> Result<()> {
    let (kind, summary) = match (source.status == status, status) {
        (false, SourceStatus::Failing | SourceStatus::Limited) => ("metric-source.failing", format!("{} cannot be read", source.name)),
        (false, SourceStatus::Ok) => ("metric-source.ok", format!("{} is read", source.name)),
        _ if stored > 0 => ("metric-source.sampled", format!("{stored} samples of {}", source.name)),
        _ => return Ok(()),
    };
    let goal_id = source.goal_id.as_ref().map(crate::domain::GoalId::as_str);
    tx.record(Change { kind, goal_id, subject_id: Some(&source.id), summary, ..Default::default() }).await
}
