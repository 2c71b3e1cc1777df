//! A change event at Datadog.

use super::super::{
    super::SourceError,
    datadog::{api, intake, key_headers, over},
    options::SourceOptions,
};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

/// Older events are not taken.
const OLDEST: Duration = Duration::hours(18);

/// Something was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeEvent {
    pub at: DateTime<Utc>,
    pub title: String,
    pub text: String,
    /// What it is about, as `pr:327`: events with one key stand together.
    pub key: String,
    /// What was changed, as `acme/app`.
    pub resource: String,
    /// The services that it concerns.
    pub services: Vec<String>,
    pub author: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Deserialize)]
struct Classic {
    event: ClassicEvent,
}

/// `id` is a number that JSON rounds; this one is right.
#[derive(Deserialize)]
struct ClassicEvent {
    id_str: String,
}

/// Sends the event; its id where Datadog tells one.
///
/// With an application key it is a change event; without one, or where Datadog does not take those, a plain event. It is
/// sent once: after an outage nobody knows whether it arrived.
pub async fn send_change_event(options: &SourceOptions, event: &ChangeEvent, now: DateTime<Utc>) -> Result<Option<String>, SourceError> {
    if now - event.at > OLDEST {
        return Err(SourceError::Refused { detail: "Datadog takes no events that are older than 18 hours".into() });
    }
    if options.second_secret.as_deref().is_some_and(|key| !key.trim().is_empty()) {
        match change(options, event, now).await {
            // Not there, or not for these keys: the plain way may be open.
            Err(SourceError::NotFound { .. } | SourceError::Unauthorized { .. }) => {}
            sent => return sent,
        }
    }
    classic(options, event, now).await.map(Some)
}

/// To the intake, which is another host than the interface.
async fn change(options: &SourceOptions, event: &ChangeEvent, now: DateTime<Utc>) -> Result<Option<String>, SourceError> {
    let base = intake(&options.endpoint, options.settings.site.as_deref())?;
    let http = over(options, &base, SourceOptions::required(&options.secret, "the API key")?, key_headers(options)?)?;
    let answer = http.post(&http.url(&["api", "v2", "events"], &[]), &question(event), now).await?;
    let told: Value = serde_json::from_str(&answer).unwrap_or_default();
    Ok(told.pointer("/data/attributes/attributes/evt/id").and_then(Value::as_str).map(str::to_owned))
}

fn question(event: &ChangeEvent) -> Value {
    let impacted: Vec<Value> = event.services.iter().map(|name| json!({"type": "service", "name": name})).collect();
    let mut attributes = json!({
        "changed_resource": {"type": "configuration", "name": cut(&event.resource, 128)},
        "impacted_resources": impacted,
    });
    if let Some(author) = &event.author {
        attributes["author"] = json!({"type": "user", "name": author});
    }
    json!({"data": {"type": "event", "attributes": {
        "category": "change",
        "integration_id": "custom-events",
        "title": cut(&event.title, 500),
        "message": cut(&event.text, 4_000),
        "timestamp": event.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "tags": event.tags,
        "aggregation_key": cut(&event.key, 100),
        "attributes": attributes,
    }}})
}

async fn classic(options: &SourceOptions, event: &ChangeEvent, now: DateTime<Utc>) -> Result<String, SourceError> {
    let base = api(&options.endpoint, options.settings.site.as_deref())?;
    let http = over(options, &base, SourceOptions::required(&options.secret, "the API key")?, HeaderMap::new())?;
    let body = json!({
        "title": cut(&event.title, 100),
        "text": cut(&event.text, 4_000),
        "date_happened": event.at.timestamp(),
        "tags": event.tags,
        "aggregation_key": cut(&event.key, 100),
    });
    let answer = http.post(&http.url(&["api", "v1", "events"], &[]), &body, now).await?;
    let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of Datadog: {e}") };
    serde_json::from_str::<Classic>(&answer).map(|told| told.event.id_str).map_err(malformed)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
