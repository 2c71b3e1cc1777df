//! The live stream: every change, in order, once each, without a gap.

use crate::support::TestApp;
use maestro::domain::auth::Scope;
use serde_json::{Value, json};

/// Reads events of a stream until there are `count`.
async fn read(mut response: reqwest::Response, count: usize) -> Vec<(i64, String, Value)> {
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let (mut text, mut events) = (String::new(), Vec::new());
    while events.len() < count {
        let chunk = response.chunk().await.unwrap().expect("the stream ended early");
        text.push_str(std::str::from_utf8(&chunk).unwrap());
        while let Some(end) = text.find("\n\n") {
            let block: String = text.drain(..end + 2).collect();
            let field = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned());
            if let (Some(id), Some(data)) = (field("id:"), field("data:")) {
                events.push((id.parse().unwrap(), field("event:").unwrap_or_default(), serde_json::from_str(&data).unwrap()));
            }
        }
    }
    events
}

#[tokio::test]
async fn what_happens_after_listening_began_arrives() {
    let app = TestApp::new().await;
    let stream = app.get("/api/events").stream().await;
    app.post("/api/goals", json!({"title": "One"})).await.ok();
    app.patch("/api/goals/G1", json!({"status": "measuring"})).await.ok();
    let events = read(stream, 2).await;
    let kinds: Vec<&str> = events.iter().map(|(_, kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["goal.created", "goal.updated"]);
    assert_eq!(events[1].2["summary"], "moved G1 to Measuring");
    assert_eq!(events[1].2["actor"], "token test");
}

#[tokio::test]
async fn who_is_revoked_hears_that_and_nothing_more() {
    let app = TestApp::new().await;
    let guest = app.token(Scope::Read).await;
    let tokens = app.get("/api/tokens").await.ok();
    let id = tokens["items"].as_array().unwrap().iter().find(|token| token["scope"] == "read").unwrap()["id"].as_str().unwrap();
    let stream = app.get("/api/events").token(&guest).stream().await;
    app.delete(&format!("/api/tokens/{id}")).await.ok();
    app.post("/api/goals", json!({"title": "Not for guests"})).await.ok();
    let heard = stream.text().await.unwrap();
    assert!(heard.contains("token.revoked") && !heard.contains("Not for guests"), "{heard}");
}

#[tokio::test]
async fn a_new_listener_hears_at_once_where_it_is() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "One"})).await.ok();
    let latest = read(app.get("/api/events?after=0").stream().await, 2).await[1].0;
    let first = app.get("/api/events").stream().await.chunk().await.unwrap().unwrap();
    assert_eq!(std::str::from_utf8(&first).unwrap(), format!("id: {latest}\n: from here on\n\n"));
}

#[tokio::test]
async fn a_listener_that_comes_back_misses_nothing_and_hears_nothing_twice() {
    let app = TestApp::new().await;
    for i in 0..30 {
        app.post("/api/goals", json!({"title": format!("Goal {i}")})).await.ok();
    }
    // One more than the goals: the token of this test was the first change.
    let all = read(app.get("/api/events?after=0").stream().await, 31).await;
    let rest = read(app.get("/api/events?after=0").header("last-event-id", &all[11].0.to_string()).stream().await, 19).await;
    assert_eq!(rest.iter().map(|e| e.0).collect::<Vec<_>>(), all[12..].iter().map(|e| e.0).collect::<Vec<_>>());
    assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[tokio::test]
async fn a_stream_can_be_narrowed_to_a_goal() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "One"})).await.ok();
    app.post("/api/goals", json!({"title": "Two"})).await.ok();
    app.post("/api/goals/G1/updates", json!({"summary": "not this"})).await.ok();
    app.post("/api/goals/G2/updates", json!({"summary": "this"})).await.ok();
    let events = read(app.get("/api/events?after=0&goal=g2").stream().await, 2).await;
    assert_eq!(events.iter().map(|e| e.1.as_str()).collect::<Vec<_>>(), ["goal.created", "update.added"]);
    app.get("/api/events?goal=G9").await.refused(404);
    app.get("/api/events").header("last-event-id", "x").await.refused(422);
}

#[tokio::test]
async fn a_page_may_take_events_without_their_names() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "One"})).await.ok();
    let events = read(app.get("/api/events?after=0&goal=G1&unnamed=1").stream().await, 1).await;
    assert_eq!((events[0].1.as_str(), &events[0].2["kind"]), ("", &json!("goal.created")));
}
