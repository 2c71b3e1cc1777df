//! Answers of `/api/ds/query`: tables by column.

use super::super::{super::SourceError, gathered::Gathered};
use crate::domain::series::{Labels, Point};
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Answer {
    results: BTreeMap<String, Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    status: Option<u16>,
    error: Option<String>,
    frames: Option<Vec<Frame>>,
}

#[derive(Deserialize)]
struct Frame {
    schema: Schema,
    #[serde(default)]
    data: Data,
}

#[derive(Deserialize)]
struct Schema {
    #[serde(default)]
    fields: Vec<Field>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    notices: Option<Vec<Notice>>,
}

#[derive(Deserialize)]
struct Notice {
    text: String,
}

#[derive(Deserialize)]
struct Field {
    #[serde(default)]
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
    labels: Option<Labels>,
    config: Option<Config>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    unit: Option<String>,
    /// Milliseconds between the times.
    interval: Option<f64>,
}

/// Columns in the order of the fields. `nanos`, the part of a time below a millisecond, changes no second.
#[derive(Default, Deserialize)]
struct Data {
    #[serde(default)]
    values: Vec<Vec<Value>>,
    #[serde(rename = "entities")]
    unreal: Option<Vec<Option<Unreal>>>,
}

/// Where a column has what JSON cannot say, by index; the values there mean nothing.
#[derive(Default, Deserialize)]
struct Unreal {
    #[serde(default, rename = "NaN")]
    nan: Vec<usize>,
    #[serde(default, rename = "Inf")]
    inf: Vec<usize>,
    #[serde(default, rename = "NegInf")]
    neg_inf: Vec<usize>,
}

impl Unreal {
    fn has(&self, index: usize) -> bool {
        [&self.nan, &self.inf, &self.neg_inf].into_iter().any(|list| list.contains(&index))
    }
}

/// Adds what an answer says; the step in seconds where it tells one.
pub(super) fn read(body: &str, gathered: &mut Gathered) -> Result<Option<i64>, SourceError> {
    let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of a Grafana: {e}") };
    let answer: Answer = serde_json::from_str(body).map_err(malformed)?;
    let mut step = None;
    for outcome in answer.results.into_values() {
        if let Some(error) = fault(&outcome) {
            return Err(error);
        }
        for frame in outcome.frames.unwrap_or_default() {
            step = add(frame, gathered)?.max(step);
        }
    }
    Ok(step)
}

/// What a refusal means: 400 comes with the error of the query inside, older versions say 207.
pub(super) fn refusal(_: u16, _: &HeaderMap, body: &str) -> Option<SourceError> {
    serde_json::from_str::<Answer>(body).ok()?.results.values().find_map(fault)
}

fn fault(outcome: &Outcome) -> Option<SourceError> {
    let detail = outcome.error.clone().filter(|error| !error.is_empty())?;
    Some(match outcome.status {
        Some(429) => SourceError::RateLimited { until: None, detail },
        // What is wrong with the query stays wrong, whatever status an older version gives it.
        Some(500..) if !detail.contains("bad_data") && !detail.contains("parse error") => SourceError::Outage { detail },
        _ => SourceError::Refused { detail },
    })
}

fn add(frame: Frame, gathered: &mut Gathered) -> Result<Option<i64>, SourceError> {
    let Frame { schema, data } = frame;
    schema.meta.and_then(|meta| meta.notices).unwrap_or_default().into_iter().for_each(|notice| gathered.warn(notice.text));
    let length = data.values.first().map_or(0, Vec::len);
    if length == 0 {
        return Ok(None);
    }
    if data.values.len() != schema.fields.len() || data.values.iter().any(|column| column.len() != length) {
        return Err(SourceError::Malformed { detail: "the columns of the answer do not fit its fields".into() });
    }
    let Some(time) = schema.fields.iter().position(|field| field.kind == "time") else {
        return Err(SourceError::Refused { detail: "the query gives a table without times: ask for a time series".into() });
    };
    let texts = schema.fields.iter().any(|field| field.kind == "string");
    let numbers = schema.fields.iter().filter(|field| field.kind == "number").count();
    if texts || numbers == 0 {
        return Err(SourceError::Refused { detail: "the query gives a table with texts: ask for a time series, one number a time".into() });
    }
    for (at, field) in schema.fields.iter().enumerate().filter(|(_, field)| field.kind == "number") {
        let unreal = data.unreal.as_ref().and_then(|all| all.get(at)).and_then(Option::as_ref);
        let values = data.values[at].iter().enumerate().map(|(i, value)| value.as_f64().filter(|_| !unreal.is_some_and(|u| u.has(i))));
        let points = data.values[time].iter().zip(values).filter_map(|(ms, value)| Some(Point::new(seconds(ms)?, value)));
        gathered.add(labels(field, numbers > 1), points);
        gathered.unit = gathered.unit.take().or_else(|| field.config.as_ref()?.unit.clone());
    }
    let interval = schema.fields[time].config.as_ref().and_then(|config| config.interval);
    Ok(interval.map(|ms| (ms / 1_000.0) as i64).filter(|seconds| *seconds > 0))
}

/// Milliseconds as whole seconds; a time that is null is none.
fn seconds(ms: &Value) -> Option<i64> {
    ms.as_i64().or_else(|| ms.as_f64().map(|ms| ms as i64)).map(|ms| ms.div_euclid(1_000))
}

/// What tells a column apart: its labels, and its name where there are none or several columns share a frame.
fn labels(field: &Field, shared: bool) -> Labels {
    let mut labels = field.labels.clone().unwrap_or_default();
    if shared || labels.is_empty() {
        labels.insert("field".into(), field.name.clone());
    }
    labels
}
