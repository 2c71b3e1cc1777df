//! Caps, and what was spent under them.

use crate::support::TestApp;
use chrono::Duration;
use serde_json::{Value, json};

async fn spend(app: &TestApp, session: &str, goal: &str, dollars: f64) {
    let report = json!({"goalId": goal, "sessionId": session, "summary": session, "usage": {"costUsd": dollars}});
    app.post("/api/report", report).await.ok();
}

#[tokio::test]
async fn the_sentence_tells_what_was_spent_today_and_what_is_left() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Faster start"})).await.ok();
    app.put("/api/budget", json!({"timeZone": "UTC"})).await.ok();
    let before = app.get("/api/budget").await.ok();
    assert_eq!(before["sentence"], "You've spent $0.00 today across 0 sessions. No daily budget is set.");
    spend(&app, "yesterday's", "G1", 5.0).await;
    app.advance(Duration::hours(24));
    spend(&app, "a", "G1", 40.0).await;
    spend(&app, "b", "G1", 7.0).await;
    let after = app.put("/api/budget", json!({"dayUsd": 100, "goals": {"g1": 60}})).await.ok();
    assert_eq!(after["sentence"], "You've spent $47.00 today across 2 sessions. Budget remaining: $53.00.");
    assert_eq!(after["day"]["date"], "2026-02-19");
    let figures: Vec<&Value> = ["capUsd", "spentUsd", "reservedUsd", "remainingUsd", "sessions"].map(|name| &after["day"][name]).into();
    assert_eq!(json!(figures), json!([100.0, 47.0, 0.0, 53.0, 2]));
    let goal = &after["goals"][0];
    assert_eq!((&goal["key"], &goal["spentUsd"], &goal["remainingUsd"]), (&json!("G1"), &json!(52.0), &json!(8.0)));
    assert_eq!((&after["history"][1]["spentUsd"], &after["history"][1]["date"]), (&json!(5.0), &json!("2026-02-18")));
}

#[tokio::test]
async fn the_day_ends_at_the_midnight_of_its_time_zone() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Faster start"})).await.ok();
    spend(&app, "a", "G1", 1.0).await;
    let tokyo = app.put("/api/budget", json!({"timeZone": "Asia/Tokyo"})).await.ok();
    assert_eq!((&tokyo["day"]["date"], &tokyo["day"]["spentUsd"]), (&json!("2026-02-18"), &json!(1.0)));
    app.advance(Duration::hours(2));
    let later = app.get("/api/budget").await.ok();
    assert_eq!((&later["day"]["date"], &later["day"]["spentUsd"]), (&json!("2026-02-19"), &json!(0.0)), "it is past midnight there");
}

#[tokio::test]
async fn caps_that_make_no_sense_are_refused_and_change_nothing() {
    let app = TestApp::new().await;
    app.put("/api/budget", json!({"dayUsd": 10})).await.ok();
    let bodies = [
        (json!({"dayUsd": -1}), "/dayUsd"),
        (json!({"perTaskUsd": "much"}), "/perTaskUsd"),
        (json!({"goals": {"G9": 1}}), "/goals/G9"),
        (json!({"timeZone": "Mars/Olympus"}), "/timeZone"),
        (json!({"parallel": 0}), "/parallel"),
    ];
    for (body, pointer) in bodies {
        let refused = app.put("/api/budget", body).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains(pointer), "{pointer}: {}", refused.body);
    }
    let after = app.get("/api/budget").await.ok();
    assert_eq!((&after["caps"]["dayUsd"], &after["caps"]["parallel"]), (&json!(10.0), &json!(4)));
    assert_eq!(app.put("/api/budget", json!({"dayUsd": null})).await.ok()["day"]["capUsd"], Value::Null);
}
