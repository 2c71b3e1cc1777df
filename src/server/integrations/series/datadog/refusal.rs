//! How Datadog says no: `{"errors": ["text"]}`, or with objects that have a title and a detail, under whatever content type.

use super::super::super::SourceError;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Faults {
    errors: Value,
}

/// What a refusal means; none where it is not in Datadog's words.
pub(super) fn meaning(status: u16, _: &HeaderMap, body: &str) -> Option<SourceError> {
    if status == 429 {
        return None;
    }
    let said = serde_json::from_str::<Faults>(body).ok().map(|faults| words(&faults.errors)).filter(|said| !said.is_empty());
    let detail = said.map(|said| format!("answered {status}: {said}"));
    match (status, detail) {
        // A key that is wrong, of another site, or without the permission.
        (401 | 403, said) => Some(SourceError::Unauthorized { detail: said.unwrap_or_else(|| format!("answered {status}")) }),
        (_, None) => None,
        (404, Some(detail)) => Some(SourceError::NotFound { detail }),
        (408 | 500.., Some(detail)) => Some(SourceError::Outage { detail }),
        (_, Some(detail)) => Some(SourceError::Refused { detail }),
    }
}

/// The texts among errors of any shape.
pub(super) fn words(errors: &Value) -> String {
    let one = |error: &Value| -> Option<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        text(error).or_else(|| error.get("detail").and_then(text)).or_else(|| error.get("title").and_then(text))
    };
    let all: Vec<String> = match errors {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        single => one(single).into_iter().collect(),
    };
    all.join("; ").chars().filter(|c| !c.is_control()).take(300).collect()
}
