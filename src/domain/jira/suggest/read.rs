//! A model's answer, as suggestions, or the reason why it is none.

use super::{
    super::{
        super::{metric::Improve, text::LABEL_MOST, text::TITLE_MOST},
        Issue,
    },
    Measure, SOURCES, SUGGESTIONS_MOST, Suggestion,
};
use serde::Deserialize;
use serde_json::Value;

/// The longest reason, in characters.
const WHY_MOST: usize = 500;
/// The longest window, in hours.
const HOURS_MOST: u64 = 90 * 24;
/// The most places in an answer where JSON is looked for.
const PLACES_MOST: usize = 200;

/// A suggestion as models write it.
#[derive(Debug, Deserialize)]
struct Raw {
    key: String,
    why: String,
    metric: String,
    unit: Option<String>,
    improve: String,
    source: String,
    window: String,
}

/// Reads the suggestions of an answer: `{"suggestions": […]}`, alone, in a fence, or among prose.
///
/// # Errors
/// Says in words what is wrong, so that the model can be asked once to repair it.
pub fn read(answer: &str, issues: &[Issue]) -> Result<Vec<Suggestion>, String> {
    let values = entries(answer)?;
    if values.len() > SUGGESTIONS_MOST {
        return Err(format!("there must be at most {SUGGESTIONS_MOST} suggestions, and there are {}", values.len()));
    }
    let mut read: Vec<Suggestion> = Vec::new();
    for (i, value) in values.into_iter().enumerate() {
        let raw: Raw = serde_json::from_value(value).map_err(|error| format!("suggestion {i} cannot be read: {error}"))?;
        let suggestion = suggestion(&raw, issues)?;
        if read.iter().any(|known| known.key == suggestion.key) {
            return Err(format!("{} is suggested twice", suggestion.key));
        }
        read.push(suggestion);
    }
    Ok(read)
}

/// The list of the first JSON object in the answer that has one.
fn entries(answer: &str) -> Result<Vec<Value>, String> {
    let mut wrong = None;
    for (at, _) in answer.match_indices('{').take(PLACES_MOST) {
        match serde_json::Deserializer::from_str(&answer[at..]).into_iter::<Value>().next() {
            Some(Ok(Value::Object(mut object))) => {
                if let Some(Value::Array(list)) = object.remove("suggestions") {
                    return Ok(list);
                }
            }
            Some(Err(error)) => wrong = wrong.or(Some(error.to_string())),
            _ => {}
        }
    }
    let why = wrong.map(|error| format!(" ({error})")).unwrap_or_default();
    Err(format!("the answer holds no JSON object with a list `suggestions`{why}"))
}

fn suggestion(raw: &Raw, issues: &[Issue]) -> Result<Suggestion, String> {
    let key = raw.key.trim().to_uppercase();
    let issue = issues.iter().find(|issue| issue.key == key).ok_or_else(|| format!("{key} is none of the issues"))?;
    let improve = match raw.improve.trim().to_ascii_lowercase().as_str() {
        "down" => Improve::Down,
        "up" => Improve::Up,
        other => return Err(format!("`improve` of {key} must be down or up, and is {other}")),
    };
    let source = raw.source.trim().to_ascii_lowercase();
    if !SOURCES.contains(&source.as_str()) {
        return Err(format!("`source` of {key} must be one of {}, and is {source}", SOURCES.join(", ")));
    }
    let unit = raw.unit.as_deref().map(line).filter(|unit| !unit.is_empty() && unit != "null");
    if unit.as_ref().is_some_and(|unit| unit.chars().count() > LABEL_MOST) {
        return Err(format!("`unit` of {key} must have at most {LABEL_MOST} characters"));
    }
    let metric = bounded(&raw.metric, "metric", &key, TITLE_MOST)?;
    let why = bounded(&raw.why, "why", &key, WHY_MOST)?;
    let measure = Measure { metric, unit, improve, source, window: window(&raw.window, &key)? };
    Ok(Suggestion { key, title: issue.title.clone(), why, measure })
}

fn bounded(text: &str, field: &str, key: &str, most: usize) -> Result<String, String> {
    let text = line(text);
    let length = text.chars().count();
    if (1..=most).contains(&length) {
        Ok(text)
    } else {
        Err(format!("`{field}` of {key} must have 1 to {most} characters, and has {length}"))
    }
}

/// `24h`, `7d` or `2w`.
fn window(text: &str, key: &str) -> Result<String, String> {
    let wrong = || format!("`window` of {key} must be a length as 24h or 7d, at most 90 days, and is {text:?}");
    let text = text.trim();
    let (number, hours) = match text.char_indices().last() {
        Some((at, 'h')) => (&text[..at], 1),
        Some((at, 'd')) => (&text[..at], 24),
        Some((at, 'w')) => (&text[..at], 7 * 24),
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let fits = number.checked_mul(hours).is_some_and(|hours| (1..=HOURS_MOST).contains(&hours));
    if fits { Ok(text.to_owned()) } else { Err(wrong()) }
}

fn line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
