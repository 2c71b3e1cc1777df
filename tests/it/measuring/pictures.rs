use super::{HOUR, change, hourly, measured, merged, send};
use crate::support::TestApp;
use serde_json::{Value, json};

async fn assessed(app: &TestApp, more: Value, values: &[(i64, f64)]) -> Value {
    let (goal, source) = measured(app, "Fewer errors", more).await;
    send(app, &source, values).await;
    merged(app, &goal, 7, change()).await;
    app.post(&format!("/api/goals/{goal}/assess"), json!({"metricSourceId": source})).await.ok()
}

/// What a counter has counted, from its rates per second.
fn counted(rates: &[(i64, f64)]) -> Vec<(i64, f64)> {
    let mut sum = 0.0;
    let mut counts = vec![(rates[0].0, 0.0)];
    for (at, rate) in rates {
        sum += rate * HOUR as f64;
        counts.push((at + HOUR, sum));
    }
    counts
}

#[tokio::test]
async fn what_is_explored_are_the_curves_that_were_stored() {
    let app = TestApp::new().await;
    let found = assessed(&app, json!({"unit": "errors"}), &hourly(1, -20.0)).await;
    let text = app.post("/rpc/metrics/explored", json!({"id": found["id"]})).await.ok();
    let chart: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    let line = |name: &str| {
        let series = chart["series"].as_array().unwrap().iter().find(|series| series["name"] == name).unwrap();
        series["data"].as_array().unwrap().iter().map(|point| (point[0].as_f64().unwrap(), point[1].as_f64())).collect::<Vec<_>>()
    };
    let millis = |at: &Value| at.as_f64().unwrap() * 1_000.0;
    let observed = found["observed"].as_array().unwrap().iter().map(|point| (millis(&point[0]), point[1].as_f64()));
    assert_eq!(line("Observed"), observed.collect::<Vec<_>>());
    let expected = found["counterfactual"].as_array().unwrap().iter().map(|bin| (millis(&bin["at"]), bin["expected"].as_f64()));
    assert_eq!(line("Expected"), expected.collect::<Vec<_>>());
    assert_eq!(app.post("/rpc/metrics/explored", json!({"id": "nobody"})).await.status, 404);
}

#[tokio::test]
async fn only_a_counter_is_added_up() {
    let app = TestApp::new().await;
    let plain = assessed(&app, json!({"unit": "errors"}), &hourly(1, -20.0)).await;
    assert_eq!(plain["addsUp"], json!(false));
    let path = |of: &Value, show: &str| format!("/api/assessments/{}/chart.svg?show={show}", of["id"].as_str().unwrap());
    assert!(app.get(&path(&plain, "sum")).await.refused(422).contains("do not add up"));
    app.get(&path(&plain, "everything")).await.refused(422);
    // Here no script draws: what can be drawn gets as far as that.
    app.get(&path(&plain, "effect")).await.refused(503);

    let app = TestApp::new().await;
    let counter = assessed(&app, json!({"counter": true}), &counted(&hourly(1, -20.0))).await;
    assert_eq!(counter["addsUp"], json!(true), "{counter}");
    app.get(&path(&counter, "sum")).await.refused(503);
}
