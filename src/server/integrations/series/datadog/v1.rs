//! `GET /api/v1/query`: seconds in, milliseconds out.

use super::super::{
    super::{
        SourceError,
        http::{Ask, Http},
    },
    gathered::Gathered,
    pieces::Pieces,
};
use crate::domain::series::{Labels, Point};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// How many steps are asked at once. Datadog answers a question with about so many points, whatever it spans: so pieces of
/// this length come with the step that is wanted, and pieces of one length with one step.
pub(super) const POINTS: i64 = 288;

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    status: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    series: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    metric: Option<String>,
    scope: Option<String>,
    expression: Option<String>,
    /// Seconds.
    interval: Option<i64>,
    #[serde(default)]
    pointlist: Vec<(f64, Option<f64>)>,
    unit: Option<Vec<Option<Unit>>>,
}

/// A unit; the second one of a pair is what it is divided by.
#[derive(Deserialize)]
pub(super) struct Unit {
    name: String,
}

/// Asks for all pieces of full length that the window touches; the coarsest step that was answered.
pub(super) async fn ask(
    http: &Http,
    query: &str,
    asked: &Pieces,
    now: DateTime<Utc>,
    gathered: &mut Gathered,
) -> Result<Option<i64>, SourceError> {
    let length = i64::from(asked.step) * POINTS;
    let mut steps = Vec::new();
    let (Some(first), Some(last)) = (asked.pieces.first(), asked.pieces.last()) else { return Ok(None) };
    // A shorter piece would come with finer points than its neighbours.
    let mut from = first.first - first.first.rem_euclid(length);
    while from <= last.last {
        let (start, end) = (from.to_string(), (from + length).to_string());
        let url = http.url(&["api", "v1", "query"], &[("from", &start), ("to", &end), ("query", query)]);
        steps.extend(read(&http.ask(&Ask::get(url), now).await?, gathered)?);
        from += length;
    }
    steps.sort_unstable();
    steps.dedup();
    if steps.len() > 1 {
        gathered.warn(format!("Datadog answered with steps from {} to {} seconds", steps[0], steps[steps.len() - 1]));
    }
    Ok(steps.last().copied())
}

fn read(body: &str, gathered: &mut Gathered) -> Result<Vec<i64>, SourceError> {
    let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of Datadog: {e}") };
    let answer: Answer = serde_json::from_str(body).map_err(malformed)?;
    // Errors come with status 200 too.
    if answer.status == "error" || !answer.error.is_empty() {
        let said = if answer.error.is_empty() { answer.message } else { answer.error };
        return Err(SourceError::Refused { detail: format!("Datadog refuses the query: {said}") });
    }
    let steps = answer.series.iter().filter_map(|told| told.interval).collect();
    for told in answer.series {
        let points = told.pointlist.iter().map(|(ms, value)| Point::new((*ms as i64).div_euclid(1_000), *value));
        let labels = [("metric", told.metric), ("scope", told.scope), ("expression", told.expression)];
        let labels: Labels = labels.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        gathered.add(labels, points);
        gathered.unit = gathered.unit.take().or_else(|| unit(told.unit.as_deref()?));
    }
    Ok(steps)
}

/// `percent`, or `byte/second`.
pub(super) fn unit(pair: &[Option<Unit>]) -> Option<String> {
    let name = pair.first()?.as_ref()?.name.clone();
    let per = pair.get(1).and_then(Option::as_ref);
    Some(per.map_or(name.clone(), |per| format!("{name}/{}", per.name)))
}
