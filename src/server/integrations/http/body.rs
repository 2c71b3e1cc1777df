//! What an answer says: its text within bounds, and the meaning of a refusal.

use super::super::{SourceError, backoff::Limit};
use super::send::{Http, outage};
use chrono::{DateTime, Utc};
use reqwest::{
    Response,
    header::{CONTENT_TYPE, HeaderMap, LOCATION},
};

/// A page of 100 files with their patches stays below this; what is larger is not an answer for us.
const MOST: usize = 16 * 1024 * 1024;
/// How much of a peer's own words is shown.
const WORDS: usize = 300;

impl Http {
    /// The body of a success, or what the refusal means.
    pub(super) async fn text(&self, answer: Response, now: DateTime<Utc>) -> Result<String, SourceError> {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = self.read(answer).await?;
        let html = is_html(&headers, &body);
        let success = (200..300).contains(&status);
        if let Some(error) = (self.manners.refusal)(status, &headers, &body).filter(|_| !success) {
            return Err(error);
        }
        if let Some(told) = (self.manners.stranger)(&headers) {
            return Err(SourceError::Unauthorized { detail: format!("{}; {told}", words(status, &body, html)) });
        }
        match (self.limit_of)(status, &headers, &body, now) {
            Limit::Until(until) => return Err(SourceError::RateLimited { until: Some(until), detail: words(status, &body, html) }),
            Limit::Untold => return Err(SourceError::RateLimited { until: None, detail: words(status, &body, html) }),
            Limit::None => {}
        }
        if success && !html {
            return Ok(body);
        }
        Err(meaning(status, &headers, words(status, &body, html)))
    }

    async fn read(&self, mut answer: Response) -> Result<String, SourceError> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|e| outage(&self.base, &e))? {
            if body.len() + chunk.len() > MOST {
                return Err(SourceError::Malformed { detail: format!("the answer is larger than {} MiB", MOST / 1024 / 1024) });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

fn meaning(status: u16, headers: &HeaderMap, detail: String) -> SourceError {
    match status {
        200..=299 => SourceError::Malformed { detail },
        300..=399 => {
            let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            let to = to.split(['?', '#']).next().unwrap_or_default();
            SourceError::Refused { detail: format!("the peer sends us to another place, {to}: correct the base address") }
        }
        401 => SourceError::Unauthorized { detail },
        404 | 410 => SourceError::NotFound { detail },
        408 | 500.. => SourceError::Outage { detail },
        _ => SourceError::Refused { detail },
    }
}

/// A sign-in page, a proxy's error page, the pages of the host instead of its interface.
fn is_html(headers: &HeaderMap, body: &str) -> bool {
    let declared = headers.get(CONTENT_TYPE).and_then(|t| t.to_str().ok()).is_some_and(|t| t.starts_with("text/html"));
    declared || body.trim_start().starts_with('<')
}

/// The peer's own words: `message` (text or object), `error`, or `errorMessages` and `errors` of its JSON, or a plain text.
fn words(status: u16, body: &str, html: bool) -> String {
    if html {
        return format!("answered {status} with a web page instead of data; is the base address the one of the interface?");
    }
    let value = serde_json::from_str::<serde_json::Value>(body).ok();
    let said = value.as_ref().and_then(|v| {
        if let Some(listed) = listed(v) {
            return Some(listed);
        }
        let field = ["message", "error_description", "error"].into_iter().find_map(|name| v.get(name))?;
        Some(field.as_str().map_or_else(|| field.to_string(), str::to_owned))
    });
    let plain = if value.is_none() { body.trim() } else { "" };
    let said: String = said.as_deref().unwrap_or(plain).chars().filter(|c| !c.is_control()).take(WORDS).collect();
    if said.is_empty() { format!("answered {status}") } else { format!("answered {status}: {said}") }
}

/// Jira lists what is wrong as a whole, and field by field.
fn listed(value: &serde_json::Value) -> Option<String> {
    let whole = value.get("errorMessages")?.as_array()?.iter().filter_map(|said| said.as_str().map(str::to_owned));
    let fields = value.get("errors").and_then(serde_json::Value::as_object).into_iter().flatten();
    let fields = fields.filter_map(|(field, said)| Some(format!("{field}: {}", said.as_str()?)));
    let all: Vec<String> = whole.chain(fields).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
