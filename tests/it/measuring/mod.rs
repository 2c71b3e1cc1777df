//! Metric sources and what they prove.

mod assess;
mod explained;
mod pictures;
mod polled;
mod samples;
mod sources;

use crate::support::{TestApp, start_of_time};
use maestro::server::assessments;
use serde_json::{Value, json};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The change of most tests: a week before the clock stands.
fn change() -> i64 {
    start_of_time().timestamp() - 7 * DAY
}

/// RFC 3339.
fn rfc(at: i64) -> String {
    chrono::DateTime::from_timestamp(at, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Noise that is the same each time, about evenly between −1 and 1.
fn noise(seed: i64) -> f64 {
    let mut x = u64::try_from(seed).unwrap().wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// Four weeks before the change and one after, an hour apart, with a rhythm of the day; from the change on `step` more.
fn hourly(seed: i64, step: f64) -> Vec<(i64, f64)> {
    let begin = change() - 28 * DAY;
    (0..35 * 24)
        .map(|hour| {
            let at = begin + hour * HOUR;
            let day = (at.rem_euclid(DAY) as f64 / DAY as f64 * std::f64::consts::TAU).sin();
            (at, 100.0 + 5.0 * day + 4.0 * noise(seed * 100_000 + hour) + if at >= change() { step } else { 0.0 })
        })
        .collect()
}

fn samples(points: &[(i64, f64)]) -> Value {
    json!({ "samples": points.iter().map(|(at, value)| json!({"at": rfc(*at), "value": value})).collect::<Vec<_>>() })
}

/// A goal with a metric of that kind; their ids.
async fn measured(app: &TestApp, title: &str, more: Value) -> (String, String) {
    let goal = app.post("/api/goals", json!({"title": title})).await.ok()["id"].as_str().unwrap().to_owned();
    let mut source = json!({"name": "Errors", "type": "webhook", "improve": "down", "goalId": goal, "step": "1h"});
    source.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let added = app.post("/api/metric-sources", source).await;
    assert_eq!(added.status, 201, "{}", added.body);
    (goal, added.json()["id"].as_str().unwrap().to_owned())
}

async fn send(app: &TestApp, source: &str, points: &[(i64, f64)]) {
    app.post(&format!("/api/metric-sources/{source}/samples"), samples(points)).await.ok();
}

/// Links a pull request that was merged at that time.
async fn merged(app: &TestApp, goal: &str, number: i64, at: i64) {
    let url = format!("https://github.com/acme/app/pull/{number}");
    let pull = json!({"type": "pr", "url": url, "title": format!("Change {number}"), "mergedAt": rfc(at)});
    let added = app.post(&format!("/api/goals/{goal}/artifacts"), pull).await;
    assert_eq!(added.status, 201, "{}", added.body);
}

async fn tick(app: &TestApp) -> usize {
    assessments::tick(&app.app, app.app.clock.now()).await.unwrap()
}
