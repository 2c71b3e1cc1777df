//! Asks a source on somebody's press, and shows what came.

use super::{read, store};
use crate::{
    domain::{
        Result,
        experiment::Experiment,
        metric_source::{MetricSource, NewMetricSource, Sample, SourceKind, SourceStatus, SourceTest},
        series::{Series, Window},
    },
    server::{
        App,
        auth::Caller,
        db::Tx,
        integrations::{
            SourceError,
            series::{self, Fetched},
        },
    },
};
use chrono::DateTime;

/// How many points are shown.
const SHOWN: i64 = 20;
/// The least that is looked back: a metric may come seldom.
const LEAST: i64 = 6 * 3_600;

/// The last points of a source, or why there are none. Where it goes otherwise than when it was read last, it is read at once.
pub async fn test(app: &App, id: &str) -> Result<SourceTest> {
    let source = store::get(app.store.reader(), id).await?;
    if !source.kind.is_polled() {
        return stored(app, &source).await;
    }
    let told = ask(app, &source, read::open(app, &source).await?).await?;
    let known = match source.status {
        // A peer that wants to be left alone is left alone.
        SourceStatus::Limited => told.ok,
        status => status != SourceStatus::Failing,
    };
    if told.ok != known {
        read_at_once(app, &source).await?;
    }
    Ok(told)
}

/// What failed and answers again is not left alone for as long as the failures had earned, and what fails now says so.
async fn read_at_once(app: &App, source: &MetricSource) -> Result<()> {
    let id = source.id.clone();
    let op = async move |tx: &mut Tx| store::ask_now(tx, &id).await;
    app.store.write(&Caller::system("metrics"), app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(())
}

/// The same for a source that is not added yet. Nothing is stored.
pub async fn attempt(app: &App, new: NewMetricSource) -> Result<SourceTest> {
    let new = new.check()?;
    if !new.kind.is_some_and(SourceKind::is_polled) {
        return Ok(failed("this kind of source is not asked: it sends".into()));
    }
    let (secret, second) = (new.secret.clone(), new.second_secret.clone());
    let source = store::unsaved(new, app.clock.now());
    let reader = read::open_with(app, &source, secret, second).await?;
    ask(app, &source, reader).await
}

type Opened = std::result::Result<Box<dyn series::MetricSource>, SourceError>;

async fn ask(app: &App, source: &MetricSource, reader: Opened) -> Result<SourceTest> {
    let reader = match reader {
        Ok(reader) => reader,
        Err(error) => return Ok(failed(error.to_string())),
    };
    let now = app.clock.now();
    let step = source.step.as_seconds();
    let window = Window { from: now.timestamp() - (SHOWN * step).max(LEAST), to: now.timestamp() + 1 };
    let asked = reader.fetch(window, u32::try_from(step).unwrap_or(u32::MAX), now).await;
    Ok(match asked {
        Ok(Fetched::Series(series)) => of_series(source, series),
        Ok(Fetched::Experiment(experiment)) => of_experiment(*experiment),
        Err(error) => failed(error.to_string()),
    })
}

fn failed(detail: String) -> SourceTest {
    SourceTest { ok: false, detail, points: Vec::new(), warnings: Vec::new() }
}

fn of_series(source: &MetricSource, series: Series) -> SourceTest {
    let points: Vec<Sample> = last(series.points.iter().map(|p| (p.at, p.value)));
    let values = series.points.iter().filter(|p| p.value.is_some()).count();
    let (ok, detail) = match values {
        0 => (false, format!("{} answers, but has no values for this query in the last hours", source.kind.label())),
        1 => (true, "1 value in the last hours".into()),
        n => (true, format!("{n} values in the last hours")),
    };
    SourceTest { ok, detail, points, warnings: series.warnings }
}

fn of_experiment(experiment: Experiment) -> SourceTest {
    let results = experiment.effects.len();
    let detail = match results {
        0 => format!("found the experiment {}; it has no results yet", experiment.name),
        _ => format!("found the experiment {} ({}) with {results} results", experiment.name, experiment.status),
    };
    SourceTest { ok: true, detail, points: Vec::new(), warnings: experiment.warnings }
}

/// What was sent last, for a source that nobody is asked about.
async fn stored(app: &App, source: &MetricSource) -> Result<SourceTest> {
    let Some(span) = store::span_of(app.store.reader(), &source.id).await? else {
        return Ok(failed("nothing has been sent yet".into()));
    };
    let points = store::series(app.store.reader(), &source.id, span).await?;
    let detail = format!("{} values are stored", points.len());
    Ok(SourceTest { ok: true, detail, points: last(points.into_iter().map(|(at, v)| (at, Some(v)))), warnings: Vec::new() })
}

fn last(points: impl DoubleEndedIterator<Item = (i64, Option<f64>)>) -> Vec<Sample> {
    let sample = |(at, value)| Sample { at: DateTime::from_timestamp(at, 0).unwrap_or_default(), value };
    let mut shown: Vec<Sample> = points.rev().take(SHOWN as usize).map(sample).collect();
    shown.reverse();
    shown
}
