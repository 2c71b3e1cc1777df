//! The standup of a day, from the records.

use crate::support::TestApp;
use chrono::Duration;
use serde_json::{Value, json};

async fn a_working_day() -> TestApp {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Faster *checkout*", "status": "in-progress"})).await.ok();
    let tasks = json!([{"title": "Measure"}, {"title": "Change"}, {"title": "Check", "dependsOn": ["#1"]}, {"title": "Announce"}]);
    app.post("/api/goals/G1/tasks", tasks).await.ok();
    app.patch("/api/tasks/T1", json!({"status": "done"})).await.ok();
    app.patch("/api/tasks/T2", json!({"status": "running"})).await.ok();
    let pull = json!({"url": "https://github.com/acme/app/pull/7", "title": "Batch calls", "mergedAt": "2026-02-18T09:00:00Z"});
    app.post("/api/goals/G1/artifacts", pull).await.ok();
    app.post(
        "/api/report",
        json!({"goalId": "G1", "sessionId": "s", "summary": "needs a key", "outcome": "blocked", "usage": {"costUsd": 1.5}}),
    )
    .await
    .ok();
    app.post("/api/report", json!({"summary": "whose is it"})).await.ok();
    app
}

fn texts(section: &Value) -> Vec<&str> {
    section["lines"].as_array().unwrap().iter().map(|l| l["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_day_says_what_was_done_what_is_next_and_who_is_needed() {
    let app = a_working_day().await;
    let day = app.get("/api/standup?day=2026-02-18").await.ok();
    assert_eq!(texts(&day["done"]), ["Batch calls #7", "T1 Measure"]);
    assert_eq!(texts(&day["doing"]), ["T2 Change"]);
    assert_eq!(texts(&day["next"]), ["T4 Announce"], "T3 waits for T2");
    assert_eq!(texts(&day["needsDecision"]), ["needs a key", "1 report in the Inbox without a goal"]);
    assert_eq!(day["spend"]["costUsd"], 1.5);
    assert_eq!(day["done"]["lines"][0]["url"], "https://github.com/acme/app/pull/7");

    app.advance(Duration::days(1));
    let next = app.get("/api/standup").await.ok();
    assert_eq!(next["day"], "2026-02-19");
    assert_eq!(texts(&next["done"]), Vec::<&str>::new());
    assert_eq!(next["spend"]["costUsd"], 0.0);
}

#[tokio::test]
async fn it_is_written_for_its_place() {
    let app = a_working_day().await;
    let markdown = app.get("/api/standup?format=md").await;
    assert!(markdown.header("content-type").unwrap().starts_with("text/markdown"));
    assert!(markdown.body.contains("- [Batch calls \\#7](https://github.com/acme/app/pull/7) (G1)"), "{}", markdown.body);
    assert!(app.get("/api/standup?format=slack").await.body.contains("• <https://github.com/acme/app/pull/7|Batch calls #7> (G1)"));
    app.get("/api/standup?format=pdf").await.refused(422);
    app.get("/api/standup?day=yesterday").await.refused(422);
    assert_eq!(texts(&app.get("/api/standup?person=nobody").await.ok()["done"]), Vec::<&str>::new());
}
