//! Samples that are sent to Maestro.

use super::{ops::record, store};
use crate::{
    domain::{
        Error, Result,
        metric_source::{MetricSource, NewSamples, Received, SourceStatus},
    },
    server::{
        App,
        auth::Caller,
        db::Tx,
        integrations::series::csv::{self, CsvOptions, CsvSeries, CsvTable},
    },
};
use chrono::{DateTime, Duration, Utc};

/// How far ahead of ours the clock of a sender may be.
const AHEAD: Duration = Duration::hours(1);

/// Stores samples that were sent as JSON; what was sent for a time before gives way, also to a null.
pub async fn receive(app: &App, who: &Caller, id: String, sent: NewSamples) -> Result<Received> {
    let now = app.clock.now();
    let mut points = Vec::with_capacity(sent.samples.len());
    for (at, sample) in sent.samples.iter().enumerate() {
        check(sample.at.0, now).map_err(|detail| Error::invalid(format!("/samples/{at}/at"), detail))?;
        if sample.value.is_some_and(is_beyond) {
            return Err(Error::invalid(format!("/samples/{at}/value"), "must be a finite number"));
        }
        points.push((sample.at.0.timestamp(), sample.value));
    }
    keep(app, who, id, points, Vec::new()).await
}

/// Stores samples of a CSV: a column of times and one of values. Of several metrics the one is taken that the source asks for, or is called.
pub async fn receive_csv(app: &App, who: &Caller, id: String, bytes: &[u8]) -> Result<Received> {
    let source = store::get(app.store.reader(), &id).await?;
    let options = CsvOptions { zone: source.settings.zone.clone(), last_counts: true, ..CsvOptions::default() };
    let table = csv::read(bytes, &options).map_err(|error| Error::invalid("", error.to_string()))?;
    let series = chosen(&table, &source)?;
    let now = app.clock.now();
    for point in &series.points {
        let at = DateTime::from_timestamp(point.at, 0).unwrap_or_default();
        check(at, now).map_err(|detail| Error::invalid("", detail))?;
        if point.value.is_some_and(is_beyond) {
            return Err(Error::invalid("", format!("the value at {} is too large", at.format("%Y-%m-%dT%H:%M:%SZ"))));
        }
    }
    let points = series.points.iter().map(|p| (p.at, p.value)).collect();
    keep(app, who, id, points, table.warnings.clone()).await
}

/// The series of the source among those of a file.
fn chosen<'a>(table: &'a CsvTable, source: &'a MetricSource) -> Result<&'a CsvSeries> {
    let names = [source.query.as_deref(), Some(source.name.as_str())];
    let named = names.into_iter().flatten().map(|name| table.of(name).collect::<Vec<_>>()).find(|found| !found.is_empty());
    let found = named.unwrap_or_else(|| table.series.iter().collect());
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::invalid("", "the file has no values")),
        _ => {
            let list: Vec<String> = found.iter().take(5).map(|s| format!("{} {:?}", s.metric, s.labels)).collect();
            Err(Error::invalid(
                "",
                format!("the file has several series ({}); say in the query of this metric which one it is", list.join(", ")),
            ))
        }
    }
}

/// Stores points by second; `notes` say what was taken for granted in reading them.
pub(super) async fn keep(app: &App, who: &Caller, id: String, points: Vec<(i64, Option<f64>)>, notes: Vec<String>) -> Result<Received> {
    let op = async move |tx: &mut Tx| {
        let source = store::get(tx.db(), &id).await?;
        takes(&source)?;
        let full: Vec<(i64, f64)> = points.iter().filter_map(|(at, value)| Some((*at, (*value)?))).collect();
        let at = |seconds: Option<i64>| seconds.and_then(|s| DateTime::from_timestamp(s, 0));
        let received = Received {
            stored: store::keep_samples(tx, &source.id, &points).await?,
            empty: (points.len() - full.len()) as u64,
            first_at: at(full.iter().map(|p| p.0).min()),
            last_at: at(full.iter().map(|p| p.0).max()),
            notes,
        };
        let looked = store::Looked { status: SourceStatus::Ok, detail: None, failures: 0, due_at: None, covered_to: None };
        store::looked(tx, &source.id, &looked).await?;
        let summary = format!("{} samples of {}", received.stored, source.name);
        record(tx, "metric-source.sampled", &source.id, source.goal_id.as_ref(), summary).await?;
        Ok(received)
    };
    let received = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(received)
}

/// Not a number, or so large that sums of its squares are none.
fn is_beyond(value: f64) -> bool {
    !value.is_finite() || value.abs() > 1e300
}

/// A time from the future is a mistake in the sender's clock or unit.
pub(super) fn check(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    if at > now + AHEAD {
        return Err(format!("{} lies in the future", at.format("%Y-%m-%dT%H:%M:%SZ")));
    }
    if at.timestamp() < 0 {
        return Err("lies before 1970".into());
    }
    Ok(())
}

fn takes(source: &MetricSource) -> Result<()> {
    if source.archived_at.is_some() {
        return Err(Error::conflict(format!("the metric {} is archived; bring it back first", source.name)));
    }
    if source.kind.is_polled() {
        return Err(Error::conflict(format!(
            "the metric {} is read from {}; samples cannot be sent to it",
            source.name,
            source.kind.label()
        )));
    }
    Ok(())
}
