//! An annotation in Grafana.

use super::super::{
    super::{SourceError, http::Ask},
    grafana::itself,
    options::SourceOptions,
};
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::json;

/// Marks everything of ours.
const OURS: &str = "maestro";
/// How far around its time an annotation is looked for.
const AROUND: Duration = Duration::days(1);

/// A note at a time in all dashboards that show its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    pub at: DateTime<Utc>,
    pub text: String,
    /// What it is about, as `pr:327`: there is one annotation for each.
    pub key: String,
    /// More tags, as `service:checkout`.
    pub tags: Vec<String>,
}

#[derive(Deserialize)]
struct Found {
    id: i64,
}

/// Writes the annotation unless it is there already; its id. Grafana itself does not notice repetitions, so it is looked for
/// first: called again after a failure, this adds nothing twice.
pub async fn annotate(options: &SourceOptions, note: &Annotation, now: DateTime<Utc>) -> Result<i64, SourceError> {
    let http = itself(options)?;
    let ms = |at: DateTime<Utc>| at.timestamp_millis().to_string();
    let (from, to) = (ms(note.at - AROUND), ms(note.at + AROUND));
    let query = [("tags", OURS), ("tags", &note.key), ("type", "annotation"), ("from", &from), ("to", &to), ("limit", "1")];
    let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of a Grafana: {e}") };
    let body = http.ask(&Ask::get(http.url(&["api", "annotations"], &query)), now).await?;
    let there: Vec<Found> = serde_json::from_str(&body).map_err(malformed)?;
    if let Some(found) = there.first() {
        return Ok(found.id);
    }
    let tags: Vec<&str> = [OURS, note.key.as_str()].into_iter().chain(note.tags.iter().map(String::as_str)).collect();
    let body = json!({"time": note.at.timestamp_millis(), "tags": tags, "text": note.text});
    let answer = http.post(&http.url(&["api", "annotations"], &[]), &body, now).await?;
    serde_json::from_str::<Found>(&answer).map(|found| found.id).map_err(malformed)
}
