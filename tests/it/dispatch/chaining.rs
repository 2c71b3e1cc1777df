//! One task after the other.

use crate::support::house::{House, script};
use serde_json::json;

#[tokio::test]
async fn a_finished_task_hands_its_output_on_and_the_next_one_starts_by_itself() {
    let house = House::new().await;
    let first = house.task(json!({"title": "Measure", "details": "Find the number."})).await;
    let next = house
        .task(json!({"title": "Mend", "details": script(&["end Mended."]), "dependsOn": [first["key"]], "startWhenReady": true}))
        .await;
    let key = house.start(&["end The number is 42."], json!({"taskId": first["key"]})).await;
    house.is(&key, "succeeded").await;
    let second = house.is("S2", "succeeded").await;
    assert_eq!((second["taskKey"].as_str(), second["automatic"].as_bool()), (next["key"].as_str(), Some(true)));
    assert_eq!(second["output"], "Mended.");
    let log = house.log("S2").await;
    let told = log.as_array().unwrap().iter().find(|entry| entry["type"] == "said").unwrap()["text"].as_str().unwrap().to_owned();
    assert!(told.contains("The number is 42."), "{told}");
    for task in [&first, &next] {
        let task = house.app.get(&format!("/api/tasks/{}", task["key"].as_str().unwrap())).await.ok();
        assert_eq!(task["status"], "done");
    }
    let goal = house.app.get(&format!("/api/goals/{}", house.goal)).await.ok();
    assert_eq!(goal["sessions"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_session_whose_task_is_blocked_waits_for_it() {
    let house = House::new().await;
    let first = house.task(json!({"title": "Measure"})).await;
    let next = house.task(json!({"title": "Mend", "dependsOn": [first["key"]]})).await;
    let key = house.start(&["end"], json!({"taskId": next["key"]})).await;
    let waiting = house.until(&key, |session| session["waitsFor"].is_string()).await;
    assert_eq!(waiting["waitsFor"], "1 task that it needs");
    house.app.patch(&format!("/api/tasks/{}", first["key"].as_str().unwrap()), json!({"status": "done"})).await.ok();
    house.is(&key, "succeeded").await;
}

#[tokio::test]
async fn a_task_whose_agent_was_hindered_waits_for_a_person_and_so_does_what_needs_it() {
    let house = House::new().await;
    let first = house.task(json!({"title": "Measure"})).await;
    house.task(json!({"title": "Mend", "dependsOn": [first["key"]], "startWhenReady": true})).await;
    let key = house.start(&["ask touch a", "end"], json!({"taskId": first["key"]})).await;
    let ask = house.asked(&key).await;
    house.answer(&ask, json!({"decision": "deny"})).await.ok();
    house.is(&key, "succeeded").await;
    let task = house.app.get(&format!("/api/tasks/{}", first["key"].as_str().unwrap())).await.ok();
    assert_eq!(task["status"], "review");
    assert_eq!(house.app.get("/api/sessions").await.ok()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_more_important_ones_start_first_and_none_before_its_time() {
    let house = House::new().await;
    house.app.put("/api/budget", json!({"parallel": 1})).await.ok();
    let holds = house.start(&["stay"], json!({})).await;
    house.is(&holds, "running").await;
    let reserved = async || house.app.get("/api/budget").await.ok()["day"]["reservedUsd"].clone();
    let before = reserved().await;
    let later = house.start(&["end"], json!({"notBefore": "2999-01-01T00:00:00Z", "priority": 9, "limits": {"costUsd": 5}})).await;
    assert_eq!(reserved().await, before, "what starts on another day is money of that day");
    let low = house.start(&["end"], json!({})).await;
    let high = house.start(&["end"], json!({"priority": 5})).await;
    let centre = house.app.get("/api/dispatch").await.ok();
    let queue: Vec<&str> = centre["queue"].as_array().unwrap().iter().map(|session| session["key"].as_str().unwrap()).collect();
    assert_eq!(queue, [later.as_str(), &high, &low]);
    house.app.post(&format!("/api/sessions/{holds}/stop"), json!({})).await.ok();
    let low = house.is(&low, "succeeded").await;
    let high = house.is(&high, "succeeded").await;
    assert!(high["startedAt"].as_str().unwrap() <= low["startedAt"].as_str().unwrap());
    let later = house.until(&later, |session| session["waitsFor"].as_str().is_some_and(|why| why.contains("2999"))).await;
    assert_eq!(later["status"], "queued");
}
