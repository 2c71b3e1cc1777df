//! What a peer's refusal means, in its own words, without the key.

use super::{AiError, send::text, wire::failure};
use reqwest::{Response, header::HeaderMap};
use serde_json::Value;
use std::time::Duration;

/// How much of a peer's own words is shown, in characters.
const WORDS: usize = 300;

/// What an answer with an error status means.
pub(super) async fn refusal(answer: Response) -> AiError {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = text(answer).await.unwrap_or_default();
    let detail = words(status, &body);
    let told = serde_json::from_str::<Value>(&body).ok().map(|v| failure(&v).map(|_| detail.clone()));
    match (status, told) {
        // Whatever the status is, an exhausted account stays exhausted.
        (_, Some(spent @ AiError::Spent { .. })) => spent,
        (402, _) => AiError::Spent { detail },
        (401 | 403, _) => AiError::Unauthorized { detail },
        (408 | 409 | 429 | 503 | 529, _) => AiError::Busy { detail, wait: wait(&headers) },
        (500.., _) => AiError::Outage { detail },
        _ => AiError::Invalid { detail },
    }
}

/// Seconds, or milliseconds, that the peer wants to be left alone.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let number =
        |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok().filter(|n| n.is_finite() && (0.0..1e9).contains(n));
    let millis = number("retry-after-ms").map(|ms| ms / 1_000.0);
    millis.or_else(|| number("retry-after")).map(Duration::from_secs_f64)
}

/// The peer's own words, or what it answered instead.
pub(super) fn words(status: u16, body: &str) -> String {
    if body.trim_start().starts_with('<') {
        return format!("answered {status} with a web page; is the base address the one of the interface?");
    }
    let value = serde_json::from_str::<Value>(body).ok();
    let said = value.as_ref().and_then(|v| {
        let error = v.get("error").unwrap_or(v);
        error.as_str().or_else(|| error.get("message").and_then(Value::as_str)).map(str::to_owned)
    });
    let plain = if value.is_none() { body.trim() } else { "" };
    let said: String = said.as_deref().unwrap_or(plain).chars().filter(|c| !c.is_control()).take(WORDS).collect();
    if said.is_empty() { format!("answered {status}") } else { format!("answered {status}: {said}") }
}

pub(super) fn outage(error: &reqwest::Error) -> AiError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let what = if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_connect() {
        format!("could not connect: {cause}")
    } else {
        format!("the connection broke: {cause}")
    };
    AiError::Outage { detail: what }
}

/// A peer may repeat the key in its words; nobody else may see it.
pub(super) fn scrub(detail: &str, key: Option<&str>) -> String {
    let clean = match key.filter(|k| k.len() > 3) {
        Some(key) => detail.replace(key, "…"),
        None => detail.to_owned(),
    };
    let hidden: Vec<&str> =
        clean.split(' ').map(|word| if word.trim_start_matches(['"', '\'', '(']).starts_with("sk-") { "…" } else { word }).collect();
    hidden.join(" ")
}
