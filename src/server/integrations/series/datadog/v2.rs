//! `POST /api/v2/query/timeseries`: milliseconds in and out.

use super::{
    super::{
        super::{
            SourceError,
            http::{Ask, Http},
        },
        gathered::Gathered,
        pieces::{Piece, Pieces},
    },
    refusal,
    v1::{Unit, unit},
};
use crate::domain::series::{Labels, Point};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// How many points are asked for at once; of more Datadog makes fewer by a coarser step.
pub(super) const POINTS_MOST: i64 = 1_000;

#[derive(Deserialize)]
struct Answer {
    data: Option<Data>,
    errors: Option<Value>,
}

#[derive(Deserialize)]
struct Data {
    attributes: Attributes,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(default)]
    series: Vec<Told>,
    #[serde(default)]
    times: Vec<i64>,
    #[serde(default)]
    values: Vec<Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    group_tags: Vec<String>,
    query_index: Option<i64>,
    unit: Option<Vec<Option<Unit>>>,
}

/// The attributes of a question: given as they are, or inside a whole question as the documentation shows it.
pub(super) fn attributes(mut given: Map<String, Value>) -> Result<Map<String, Value>, SourceError> {
    if let Some(Value::Object(inner)) = given.get_mut("data").and_then(|data| data.get_mut("attributes")).map(Value::take) {
        given = inner;
    }
    if given.get("queries").is_some_and(Value::is_array) {
        return Ok(given);
    }
    Err(SourceError::Refused { detail: "a query in JSON has \"queries\": […], and mostly \"formulas\": […]".into() })
}

/// Asks for each piece; the step as the points show it.
pub(super) async fn ask(
    http: &Http,
    query: &Map<String, Value>,
    asked: &Pieces,
    now: DateTime<Utc>,
    gathered: &mut Gathered,
) -> Result<Option<i64>, SourceError> {
    for piece in &asked.pieces {
        let url = http.url(&["api", "v2", "query", "timeseries"], &[]);
        let body = http.ask(&Ask::json(url, &question(query, *piece, asked.step)), now).await?;
        read(&body, gathered)?;
    }
    Ok(gathered.spacing())
}

fn question(query: &Map<String, Value>, piece: Piece, step: u32) -> Value {
    let mut attributes = query.clone();
    attributes.insert("from".into(), json!(piece.first * 1_000));
    attributes.insert("to".into(), json!((piece.last + i64::from(step)) * 1_000));
    // A wish: the server may take a coarser one.
    attributes.insert("interval".into(), json!(i64::from(step) * 1_000));
    json!({"data": {"type": "timeseries_request", "attributes": attributes}})
}

fn read(body: &str, gathered: &mut Gathered) -> Result<(), SourceError> {
    let malformed = |detail: String| SourceError::Malformed { detail };
    let answer: Answer = serde_json::from_str(body).map_err(|e| malformed(format!("this is no answer of Datadog: {e}")))?;
    // Errors come with status 200 too.
    let said = answer.errors.as_ref().map(refusal::words).filter(|said| !said.is_empty());
    if let Some(said) = said {
        return Err(SourceError::Refused { detail: format!("Datadog refuses the query: {said}") });
    }
    let Some(Data { attributes: Attributes { series, times, values } }) = answer.data else {
        return Err(malformed("the answer has no data".into()));
    };
    if values.len() != series.len() || values.iter().any(|column| column.len() != times.len()) {
        return Err(malformed("the values of the answer do not fit its series and times".into()));
    }
    for (told, column) in series.into_iter().zip(values) {
        let points = times.iter().zip(column).map(|(ms, value)| Point::new(ms.div_euclid(1_000), value));
        gathered.add(labels(&told), points);
        gathered.unit = gathered.unit.take().or_else(|| unit(told.unit.as_deref()?));
    }
    Ok(())
}

/// Tags as `env:prod`, and which formula it is.
fn labels(told: &Told) -> Labels {
    let tag = |tag: &String| tag.split_once(':').map_or((tag.clone(), String::new()), |(name, value)| (name.into(), value.into()));
    let mut labels: Labels = told.group_tags.iter().map(tag).collect();
    labels.insert("formula".into(), told.query_index.unwrap_or(0).to_string());
    labels
}
