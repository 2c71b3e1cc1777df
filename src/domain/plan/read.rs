//! A model's answer, as tasks, or the reason why it is none.

use super::{
    super::{
        task::{Complexity, ESTIMATE_MOST},
        text::{TEXT_MOST, TITLE_MOST},
    },
    Proposed, TASKS_MOST, order,
};
use serde::Deserialize;
use serde_json::Value;

/// The most places in an answer where JSON is looked for.
const PLACES_MOST: usize = 200;

/// A task as models write it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    title: String,
    #[serde(alias = "description")]
    details: Option<String>,
    complexity: Option<String>,
    #[serde(alias = "estimate_minutes")]
    estimate_minutes: Option<f64>,
    #[serde(alias = "depends_on")]
    depends_on: Option<Vec<Value>>,
}

/// Reads the tasks of an answer: `{"tasks": […]}` or the bare list, alone, in a fence, or among prose.
///
/// What a task depends on may be named by `#n`, by its place or by its title; the tasks are put in an order in which
/// each comes after those.
///
/// # Errors
/// Says in words what is wrong, so that the model can be asked once to repair it.
pub fn read(answer: &str) -> Result<Vec<Proposed>, String> {
    let raw = entries(answer)?.into_iter().enumerate().map(|(i, value)| entry(i, value)).collect::<Result<Vec<Raw>, String>>()?;
    if raw.is_empty() || raw.len() > TASKS_MOST {
        return Err(format!("there must be 1 to {TASKS_MOST} tasks, and there are {}", raw.len()));
    }
    let titles = titles(&raw)?;
    let waits = raw.iter().enumerate().map(|(i, task)| waits(i, task, &titles)).collect::<Result<Vec<_>, String>>()?;
    let order = order::sorted(&titles, &waits)?;
    let place = |old: &usize| order.iter().position(|i| i == old).map(|new| format!("#{new}"));
    order.iter().map(|&i| proposed(i, &raw[i], &titles[i], waits[i].iter().filter_map(place).collect())).collect()
}

/// The first JSON in the answer that looks like a list of tasks.
fn entries(answer: &str) -> Result<Vec<Value>, String> {
    let mut wrong = None;
    for (at, _) in answer.match_indices(['{', '[']).take(PLACES_MOST) {
        match serde_json::Deserializer::from_str(&answer[at..]).into_iter::<Value>().next() {
            Some(Ok(value)) => {
                if let Some(tasks) = tasks(value) {
                    return Ok(tasks);
                }
            }
            Some(Err(error)) => wrong = wrong.or(Some(error.to_string())),
            None => {}
        }
    }
    let why = wrong.map(|error| format!(" ({error})")).unwrap_or_default();
    Err(format!("the answer holds no JSON object with a list `tasks`{why}"))
}

fn tasks(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Object(mut object) => match object.remove("tasks")? {
            Value::Array(tasks) => Some(tasks),
            _ => None,
        },
        Value::Array(tasks) => tasks.iter().any(|task| task.get("title").is_some()).then_some(tasks),
        _ => None,
    }
}

fn entry(i: usize, value: Value) -> Result<Raw, String> {
    serde_json::from_value(value).map_err(|error| format!("task #{i} cannot be read: {error}"))
}

/// The titles, on one line each, none of them twice.
fn titles(raw: &[Raw]) -> Result<Vec<String>, String> {
    let mut titles: Vec<String> = Vec::with_capacity(raw.len());
    for (i, task) in raw.iter().enumerate() {
        let title = task.title.replace('\0', "").split_whitespace().collect::<Vec<_>>().join(" ");
        let length = title.chars().count();
        if length == 0 || length > TITLE_MOST {
            return Err(format!("the title of task #{i} must have 1 to {TITLE_MOST} characters, and has {length}"));
        }
        if let Some(other) = titles.iter().position(|known| is_same(known, &title)) {
            return Err(format!("tasks #{other} and #{i} have the same title"));
        }
        titles.push(title);
    }
    Ok(titles)
}

/// What task `i` waits for, as places in the answer.
fn waits(i: usize, task: &Raw, titles: &[String]) -> Result<Vec<usize>, String> {
    let mut on = Vec::new();
    for value in task.depends_on.iter().flatten() {
        let found = named(value, titles).filter(|place| *place < titles.len());
        let place = found.ok_or_else(|| format!("task #{i} depends on {value}, which is none of the {} tasks", titles.len()))?;
        if place == i {
            return Err(format!("task #{i} depends on itself"));
        }
        if !on.contains(&place) {
            on.push(place);
        }
    }
    on.sort_unstable();
    Ok(on)
}

/// `"#2"`, `2`, `"2"`, or a title.
fn named(value: &Value, titles: &[String]) -> Option<usize> {
    let Value::String(text) = value else {
        return value.as_u64().and_then(|place| usize::try_from(place).ok());
    };
    let text = text.trim();
    let title = titles.iter().position(|title| is_same(title, text));
    title.or_else(|| text.strip_prefix('#').unwrap_or(text).trim().parse().ok())
}

fn is_same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn proposed(i: usize, raw: &Raw, title: &str, depends_on: Vec<String>) -> Result<Proposed, String> {
    let details = raw.details.as_deref().map(|text| text.replace('\0', "").trim().to_owned()).filter(|text| !text.is_empty());
    if details.as_ref().is_some_and(|text| text.chars().count() > TEXT_MOST) {
        return Err(format!("the details of task #{i} must have at most {TEXT_MOST} characters"));
    }
    let word = raw.complexity.as_deref().map(|word| word.trim().to_ascii_lowercase());
    let complexity = word.map_or(Some(Complexity::default()), |word| Complexity::parse(&word));
    let complexity = complexity.ok_or_else(|| format!("the complexity of task #{i} must be simple, medium or complex"))?;
    let estimate_minutes = raw.estimate_minutes.map(|minutes| estimate(i, minutes)).transpose()?;
    Ok(Proposed { title: title.to_owned(), details, complexity, estimate_minutes, depends_on })
}

fn estimate(i: usize, minutes: f64) -> Result<i32, String> {
    let whole = minutes.round();
    if !(1.0..=f64::from(ESTIMATE_MOST)).contains(&whole) {
        return Err(format!("the estimate of task #{i} must be between 1 and {ESTIMATE_MOST} minutes"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number inside the range above")]
    Ok(whole as i32)
}
