use super::{
    DAY, HOUR, change, hourly, measured, merged,
    polled::{matrix, poll},
    rfc, send, tick,
};
use crate::support::{
    TestApp,
    peer::{Peer, Reply},
    start_of_time,
};
use chrono::Duration;
use maestro::domain::stats;
use serde_json::{Value, json};

async fn assess(app: &TestApp, goal: &str, source: &str) -> Value {
    app.post(&format!("/api/goals/{goal}/assess"), json!({"metricSourceId": source})).await.ok()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

fn codes(assessment: &Value) -> Vec<String> {
    assessment["reasons"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_drop_is_found_with_its_size_and_the_change_that_explains_it() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({"unit": "errors"})).await;
    send(&app, &source, &hourly(1, -20.0)).await;
    merged(&app, &goal, 7, change()).await;
    let found = assess(&app, &goal, &source).await;
    assert!(["medium", "high"].contains(&found["grade"].as_str().unwrap()), "{found}");
    let (low, high) = (number(&found["ciLow"]), number(&found["ciHigh"]));
    assert!(low < -20.0 + 2.0 && high > -20.0 - 2.0 && low < -15.0, "[{low}, {high}]");
    assert!((-24.0..-16.0).contains(&number(&found["effectPercent"])), "{}", found["effectPercent"]);
    assert_eq!((&found["improved"], &found["provisional"]), (&json!(true), &json!(false)));
    let explained = &found["explainedBy"][0];
    assert!(number(&explained["weight"]) > 0.8 && explained["title"] == "Change 7", "{explained}");
    let sentence = found["sentence"].as_str().unwrap();
    assert!(
        sentence.starts_with("Errors ") && sentence.contains("Expected without the change") && !sentence.contains("caused"),
        "{sentence}"
    );
    let curve = found["counterfactual"].as_array().unwrap();
    assert!(
        !curve.is_empty()
            && curve.iter().all(|b| number(&b["low"]) <= number(&b["expected"]) && number(&b["expected"]) <= number(&b["high"]))
    );
}

#[tokio::test]
async fn where_nothing_happened_nothing_is_found() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    send(&app, &source, &hourly(2, 0.0)).await;
    merged(&app, &goal, 7, change()).await;
    let found = assess(&app, &goal, &source).await;
    assert_eq!(found["grade"], json!("none"), "{found}");
    assert!(number(&found["ciLow"]) < 0.0 && number(&found["ciHigh"]) > 0.0);
}

#[tokio::test]
async fn an_assessment_comes_by_itself_grows_and_says_what_is_new() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    merged(&app, &goal, 7, change()).await;
    let all = hourly(1, -20.0);
    let until = |days: i64| all.iter().copied().filter(|(at, _)| *at < change() + days * DAY).collect::<Vec<_>>();
    send(&app, &source, &until(0)).await;
    assert_eq!(tick(&app).await, 0, "nothing to compare yet");
    send(&app, &source, &until(2)).await;
    assert_eq!((tick(&app).await, tick(&app).await), (1, 0), "the same again is no new version");
    send(&app, &source, &until(7)).await;
    assert_eq!(tick(&app).await, 1);
    let versions = app.get(&format!("/api/goals/{goal}/assessments")).await.ok()["items"].as_array().unwrap().clone();
    assert_eq!(versions.iter().map(|v| v["version"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((&versions[1]["news"], &versions[1]["provisional"]), (&json!("first assessment"), &json!(true)));
    assert!(codes(&versions[1]).contains(&"provisional".to_owned()), "{:?}", codes(&versions[1]));
    assert!(versions[0]["news"].as_str().unwrap().contains("the window afterwards is complete"), "{}", versions[0]["news"]);
    let first = app.get(&format!("/api/assessments/{}", versions[1]["id"].as_str().unwrap())).await.ok();
    assert_eq!(first, versions[1], "a version never changes");
}

#[tokio::test]
async fn what_a_person_asked_for_is_followed_on() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    let all = hourly(1, -20.0);
    send(&app, &source, &all[..all.len() - 48]).await;
    merged(&app, &goal, 7, change() - 3 * DAY).await;
    let named = json!({"metricSourceId": source, "intervention": {"start": rfc(change()), "end": rfc(change())}});
    let asked = app.post(&format!("/api/goals/{goal}/assess"), named).await.ok();
    assert_eq!(asked["intervention"]["start"], json!(rfc(change())));
    assert_eq!(tick(&app).await, 0, "the merges of the goal do not take its place by themselves");
    send(&app, &source, &all).await;
    assert_eq!(tick(&app).await, 1);
    let newest = app.get(&format!("/api/goals/{goal}/assessments")).await.ok()["items"][0].clone();
    assert_eq!((&newest["version"], &newest["intervention"]), (&json!(2), &asked["intervention"]));
}

#[tokio::test]
async fn a_proof_is_computed_again_from_what_was_kept_with_it() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    send(&app, &source, &hourly(1, -20.0)).await;
    merged(&app, &goal, 7, change()).await;
    let found = assess(&app, &goal, &source).await;
    // The source goes, and what it sent is overwritten.
    send(&app, &source, &hourly(5, 50.0)).await;
    app.delete(&format!("/api/metric-sources/{source}")).await;
    let case = app.get(&format!("/api/assessments/{}/case", found["id"].as_str().unwrap())).await;
    let case: stats::Case = serde_json::from_str(&case.body).unwrap();
    let again = stats::assess(&case, &stats::Options::default());
    assert_eq!(again.effect, found["effect"].as_f64());
    assert_eq!((again.ci_low, again.ci_high), (found["ciLow"].as_f64(), found["ciHigh"].as_f64()));
}

#[tokio::test]
async fn two_goals_on_one_metric_share_and_never_claim_more_than_all() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    peer.on("/api/v1/query_range", Reply::json(matrix(&hourly(1, -20.0))));
    let body = json!({"type": "prometheus", "endpoint": peer.url, "query": "errors"});
    let (first, one) = measured(&app, "Cache", body.clone()).await;
    let (second, two) = measured(&app, "Retries", body).await;
    for (goal, number) in [(&first, 7), (&second, 8)] {
        merged(&app, goal, number, change() + (number - 7) * HOUR).await;
    }
    assert_eq!(poll(&app).await.asked, 2);
    let (a, b) = (assess(&app, &first, &one).await, assess(&app, &second, &two).await);
    let claimed = |of: &Value, goal: &str| -> f64 {
        let own = of["explainedBy"].as_array().unwrap().iter().filter(|e| e["goalId"] == json!(goal));
        own.map(|e| number(&e["weight"])).sum()
    };
    assert!(claimed(&a, &first) + claimed(&b, &second) <= 1.0 + 1e-9);
    assert_eq!((&a["sharedWith"], &b["sharedWith"]), (&json!([second]), &json!([first])));
    assert!(codes(&a).contains(&"overlapping_interventions".to_owned()), "{:?}", codes(&a));
    assert_ne!(a["grade"], json!("high"));
}

#[tokio::test]
async fn what_else_happened_is_listed_and_dismissed_with_a_reason() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    send(&app, &source, &hourly(1, -20.0)).await;
    merged(&app, &goal, 7, change()).await;
    let before = assess(&app, &goal, &source).await;
    let path = format!("/api/goals/{goal}/confounders");
    let new = json!({"kind": "incident", "title": "Database failover", "startsAt": rfc(change() + HOUR)});
    let added = app.post(&path, new).await.ok();
    let limited = assess(&app, &goal, &source).await;
    assert!(codes(&limited).contains(&"overlapping_interventions".to_owned()), "{:?}", codes(&limited));
    let judged = format!("/api/confounders/{}", added["id"].as_str().unwrap());
    app.patch(&judged, json!({"dismissed": true})).await.refused(422);
    app.patch(&judged, json!({"dismissed": true, "reason": "of another region"})).await.ok();
    let after = assess(&app, &goal, &source).await;
    assert_eq!(after["grade"], before["grade"]);
    assert_eq!(after["confounders"][0]["dismissedReason"], json!("of another region"));
    assert!(after["news"].as_str().unwrap().contains("judged otherwise"), "{}", after["news"]);
}

#[tokio::test]
async fn a_hypothesis_is_stamped_and_a_baseline_that_came_late_is_said() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({"type": "manual"})).await;
    let path = format!("/api/goals/{goal}/hypotheses");
    let first = app.post(&path, json!({"metricSourceId": source, "smallestEffect": 5, "smallestIsPercent": true})).await.ok();
    assert_eq!(
        (&first["inTime"], &first["improve"], &first["registeredAt"]),
        (&json!(true), &json!("down"), &json!(rfc(start_of_time().timestamp())))
    );
    app.advance(Duration::hours(1));
    let second = app.post(&path, json!({"metricSourceId": source, "smallestEffect": 50, "smallestIsPercent": true})).await.ok();
    let all = app.get(&path).await.ok()["items"].as_array().unwrap().clone();
    assert_eq!((all.len(), &all[0]["id"]), (2, &second["id"]));
    assert_ne!(all[1]["withdrawnAt"], Value::Null, "the first one stays on record, withdrawn");
    merged(&app, &goal, 7, change()).await;
    send(&app, &source, &hourly(1, -20.0)).await;
    assert_eq!(app.get(&path).await.ok()["items"][0]["inTime"], json!(false), "the change was merged before");
    let found = assess(&app, &goal, &source).await;
    assert_eq!(found["largeEnough"], json!(false));
    assert!(codes(&found).contains(&"late_baseline".to_owned()), "{:?}", codes(&found));
    assert_eq!(found["grade"], json!("low"), "what was entered after the outcome is no strong evidence");
    app.post(&path, json!({"metricSourceId": source, "smallestEffect": -5})).await.refused(422);
}

#[tokio::test]
async fn what_cannot_be_assessed_says_why() {
    let app = TestApp::new().await;
    let (goal, source) = measured(&app, "Fewer errors", json!({})).await;
    let path = format!("/api/goals/{goal}/assess");
    let none = app.post(&path, json!({"metricSourceId": source})).await;
    assert!(none.refused(409).contains("no change of G1 is merged yet"), "{}", none.body);
    app.post(&path, json!({})).await.refused(422);
    app.post(&path, json!({"metricSourceId": "nobody"})).await.refused(404);
    let (start, future) = (rfc(change()), rfc(start_of_time().timestamp() + DAY));
    app.post(&path, json!({"metricSourceId": source, "intervention": {"start": future, "end": future}})).await.refused(422);
    app.post(&path, json!({"metricSourceId": source, "intervention": {"start": start, "end": rfc(change() - 5)}})).await.refused(422);
    let named = |points: Vec<(i64, f64)>| {
        let (app, path, source, start) = (&app, &path, &source, &start);
        async move {
            send(app, source, &points).await;
            app.post(path, json!({"metricSourceId": source, "intervention": {"start": start, "end": start}})).await.ok()
        }
    };
    for points in [vec![], vec![(change(), 5.0)], hourly(3, 0.0).into_iter().map(|(at, _)| (at, 7.0)).collect()] {
        let count = points.len();
        let answer = named(points).await;
        assert_eq!((&answer["grade"], &answer["effect"]), (&json!("none"), &Value::Null), "{count}: {answer}");
        assert!(!answer["reasons"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_impact_of_all_goals_counts_each_once() {
    let app = TestApp::new().await;
    for (title, seed, step) in [("Fewer errors", 1, -20.0), ("No change", 2, 0.0)] {
        let (goal, source) = measured(&app, title, json!({})).await;
        send(&app, &source, &hourly(seed, step)).await;
        merged(&app, &goal, seed, change()).await;
    }
    assert_eq!(tick(&app).await, 2);
    let impact = app.get("/api/impact").await.ok();
    let rows = impact["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|r| r["goalTitle"].as_str().unwrap()).collect::<Vec<_>>(), ["Fewer errors", "No change"]);
    assert_eq!(impact["proven"], json!(1));
    assert!((16.0..24.0).contains(&number(&impact["medianPercent"])), "{impact}");
    assert!(number(&rows[0]["lowPercent"]) < number(&rows[0]["effectPercent"]));
    assert_eq!(app.get("/api/impact?days=3").await.ok()["rows"], json!([]), "the changes are older");
    app.get("/api/impact?days=0").await.refused(422);
}

#[tokio::test]
async fn an_experiment_that_tells_the_same_is_no_new_version() {
    const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";
    let (app, peer) = (TestApp::new().await, Peer::start().await);
    // After the experiment of the description is over.
    app.advance(Duration::days(190));
    let base = format!("/api/v2/experiments/{UUID}");
    peer.on(&base, Reply::json(include_str!("../../fixtures/eppo/experiment.json")));
    peer.on(&format!("{base}/results"), Reply::json(include_str!("../../fixtures/eppo/results.json")));
    peer.on(&format!("{base}/traffic-summary"), Reply::json(include_str!("../../fixtures/eppo/traffic.json")));
    let more = json!({"type": "eppo", "endpoint": peer.url, "site": "datadoghq.eu", "query": UUID, "secret": "k", "secondSecret": "a"});
    let (goal, _) = measured(&app, "Better button", more).await;
    let mut made = Vec::new();
    for _ in 0..3 {
        assert_eq!(poll(&app).await.asked, 1);
        made.push(tick(&app).await);
        app.advance(Duration::days(1));
    }
    assert_eq!(made, [1, 0, 0]);
    let found = app.get(&format!("/api/goals/{goal}/assessments")).await.ok()["items"].clone();
    assert_eq!((found.as_array().unwrap().len(), &found[0]["version"]), (1, &json!(1)), "{found}");
}

#[tokio::test]
async fn a_value_typed_by_hand_counts_at_once() {
    let app = TestApp::new().await;
    let (goal, id) = measured(&app, "Fewer errors", json!({"type": "manual"})).await;
    let now = start_of_time().timestamp();
    let weekly: Vec<(i64, f64)> = [33, 26, 19, 12, 5].iter().map(|days| (now - days * DAY, 100.0 + *days as f64)).collect();
    send(&app, &id, &weekly).await;
    merged(&app, &goal, 7, now - 8 * DAY).await;
    let found = assess(&app, &goal, &id).await;
    assert!(!codes(&found).contains(&"nothing_after".to_owned()), "{found}");
    assert_eq!(found["data"]["to"], json!(now - 5 * DAY + 1), "{found}");
}

#[tokio::test]
async fn the_same_id_in_other_letters_is_followed_on() {
    let app = TestApp::new().await;
    let (goal, id) = measured(&app, "Fewer errors", json!({})).await;
    let (_, control) = measured(&app, "Other", json!({"name": "Requests"})).await;
    send(&app, &id, &hourly(1, -20.0)).await;
    send(&app, &control, &hourly(2, 0.0)).await;
    merged(&app, &goal, 7, change()).await;
    let wish = json!({"metricSourceId": id.to_uppercase(), "controls": [control]});
    let asked = app.post(&format!("/api/goals/{goal}/assess"), wish).await.ok();
    assert_eq!(asked["request"]["metricSourceId"], json!(id));
    assert_eq!(tick(&app).await, 0, "the worker takes it up as it was asked for");
    let newest = app.get(&format!("/api/goals/{goal}/assessments")).await.ok()["items"][0].clone();
    assert_eq!(newest["request"]["controls"], json!([control]));
}
