//! Tasks: what waits for what, and how far the goal is.

use crate::support::TestApp;
use chrono::Duration;
use serde_json::{Value, json};

async fn with_goal() -> TestApp {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Goal"})).await.ok();
    app
}

#[tokio::test]
async fn tasks_may_name_earlier_ones_of_the_same_request() {
    let app = with_goal().await;
    let body = json!([{"title": "Measure", "complexity": "simple"}, {"title": "Change", "dependsOn": ["#0"], "estimateMinutes": 90}, {"title": "Check", "dependsOn": ["#0", "#1"]}]);
    let answer = app.post("/api/goals/G1/tasks", body).await;
    assert_eq!(answer.status, 201);
    let tasks = answer.json();
    assert_eq!(tasks[0]["key"], "T1");
    assert_eq!(tasks[2]["dependsOn"].as_array().unwrap().len(), 2);
    assert_eq!(tasks[1]["blockedBy"], json!([tasks[0]["id"]]));
    let one = app.post("/api/goals/G1/tasks", json!({"title": "Single", "dependsOn": ["t1"]})).await.ok();
    assert_eq!((&one["key"], &one["dependsOn"]), (&json!("T4"), &json!([tasks[0]["id"]])));
    app.patch("/api/tasks/t1", json!({"status": "done"})).await.ok();
    assert_eq!(app.get("/api/tasks/T2").await.ok()["blockedBy"], json!([]), "what it waited for is done");
    let summary = &app.get("/api/goals").await.ok()["items"][0]["tasks"];
    assert_eq!(summary, &json!({"total": 4, "done": 1, "blocked": 1}));
}

#[tokio::test]
async fn a_circle_is_refused_by_name_and_nothing_of_it_is_stored() {
    let app = with_goal().await;
    let two = json!([{"title": "Egg", "dependsOn": ["#1"]}, {"title": "Hen", "dependsOn": ["#0"]}]);
    let said = app.post("/api/goals/G1/tasks", two).await.refused(422);
    assert!(said.contains("Egg") && said.contains("Hen"), "{said}");
    assert_eq!(app.get("/api/goals/G1").await.ok()["tasks"], json!([]));

    app.post("/api/goals/G1/tasks", json!([{"title": "a"}, {"title": "b", "dependsOn": ["#0"]}, {"title": "c", "dependsOn": ["#1"]}]))
        .await
        .ok();
    let first = app.get("/api/goals/G1").await.ok()["tasks"][0]["key"].as_str().unwrap().to_owned();
    let keys: Vec<String> =
        app.get("/api/goals/G1").await.ok()["tasks"].as_array().unwrap().iter().map(|t| t["key"].as_str().unwrap().into()).collect();
    let answer = app.patch(&format!("/api/tasks/{first}"), json!({"dependsOn": [keys[2]]})).await;
    let said = answer.refused(422);
    for key in &keys {
        assert!(said.contains(key), "{said}");
    }
    assert_eq!(answer.json()["errors"][0]["pointer"], "/dependsOn");
    assert_eq!(app.get(&format!("/api/tasks/{first}")).await.ok()["dependsOn"], json!([]));
}

#[tokio::test]
async fn a_task_waits_only_for_tasks_of_its_own_goal() {
    let app = with_goal().await;
    app.post("/api/goals", json!({"title": "Other"})).await.ok();
    app.post("/api/goals/G2/tasks", json!({"title": "There"})).await.ok();
    for bad in ["T1", "T99", "#1", "nonsense"] {
        let answer = app.post("/api/goals/G1/tasks", json!({"title": "Here", "dependsOn": [bad]})).await;
        answer.refused(422);
        assert_eq!(answer.json()["errors"][0]["pointer"], "/dependsOn/0", "{bad}");
    }
    app.post("/api/goals/G1/tasks", json!({"title": "x", "estimateMinutes": 0})).await.refused(422);
    app.post("/api/goals/G1/tasks", json!([])).await.refused(422);
    app.post("/api/goals/G9/tasks", json!({"title": "x"})).await.refused(404);
}

#[tokio::test]
async fn a_removed_task_holds_nothing_up() {
    let app = with_goal().await;
    app.post("/api/goals/G1/tasks", json!([{"title": "a"}, {"title": "b", "dependsOn": ["#0"]}])).await.ok();
    assert_eq!(app.delete("/api/tasks/T1").await.status, 204);
    app.get("/api/tasks/T1").await.refused(404);
    assert_eq!(app.get("/api/tasks/T2").await.ok()["blockedBy"], json!([]));
}

#[tokio::test]
async fn progress_and_forecast_say_on_what_they_rest() {
    let app = with_goal().await;
    let progress = async || app.get("/api/goals/G1").await.ok()["progress"].clone();
    assert_eq!(progress().await["done"], Value::Null);
    let tasks: Vec<Value> =
        (0..6).map(|i| json!({"title": format!("Task {i}"), "estimateMinutes": if i == 0 { 300 } else { 60 }})).collect();
    app.post("/api/goals/G1/tasks", json!(tasks)).await.ok();
    for i in 1..=3 {
        app.advance(Duration::days(1));
        app.patch(&format!("/api/tasks/T{i}"), json!({"status": "done"})).await.ok();
    }
    app.advance(Duration::days(1));
    let now = progress().await;
    assert_eq!(now["done"], 0.7, "420 of 600 minutes");
    assert_eq!(now["basis"], "3 of 6 tasks done, weighted by their estimates");
    assert_eq!(now["finishOn"], "2026-02-25", "three finished in three days, three are open");
    assert!(now["finishBasis"].as_str().unwrap().contains("3 finished in the last 3 days"), "{now}");
    app.advance(Duration::days(40));
    assert_eq!(progress().await["finishOn"], Value::Null, "old work says nothing about the present pace");
}
