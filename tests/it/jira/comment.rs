//! The proof of a goal, back into Jira, once.

use super::{cloud, connected, connection, goal, import, keeping, tick};
use crate::support::{
    TestApp,
    peer::{Peer, Reply},
};
use chrono::Duration;
use serde_json::{Value, json};

const COMMENT: &str = "/rest/api/3/issue/ABC-2/comment";

/// The story is imported and measured.
async fn measured(peer: &Peer) -> (TestApp, String) {
    let (app, id) = connected(peer).await;
    import(&app).await;
    let metric = json!({ "name": "Checkout p95", "before": 421, "after": 280, "unit": "ms", "improve": "down" });
    app.post("/api/goals/G2/metrics", metric).await.ok();
    let pull = json!({ "type": "link", "url": "https://example.org/dashboard", "title": "The [dashboard]" });
    app.post("/api/goals/G2/artifacts", pull).await.ok();
    peer.on(COMMENT, Reply::json(r#"{"id":"77"}"#));
    (app, id)
}

/// How often a comment was posted.
fn posted(peer: &Peer) -> Vec<Value> {
    let bodies = peer.asked().into_iter().filter(|asked| asked.target == COMMENT && !asked.body.is_empty());
    bodies.map(|asked| serde_json::from_str(&asked.body).unwrap()).collect()
}

#[tokio::test]
async fn a_press_writes_the_proof_and_a_second_one_says_so() {
    let peer = cloud().await;
    let (app, _) = measured(&peer).await;
    let said = app.post("/api/goals/g2/jira-comment", json!({})).await.ok();
    assert_eq!((&said["key"], &said["commentId"]), (&json!("ABC-2"), &json!("77")));
    let body = &posted(&peer)[0]["body"];
    assert_eq!(body["type"], "doc", "Cloud wants a document");
    let text = body.to_string();
    for part in
        ["Checkout p95 fell from 421 to 280 ms", "421 → 280 ms", "https://example.org/dashboard", "Cost: ", "The proof of G2 from Maestro"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let again = app.post("/api/goals/G2/jira-comment", json!({})).await.refused(409);
    assert_eq!(again, "the proof is in ABC-2 already");
    assert_eq!(posted(&peer).len(), 1);
    app.post("/api/goals/G9/jira-comment", json!({})).await.refused(404);
}

#[tokio::test]
async fn nothing_is_written_by_itself_unless_it_is_switched_on() {
    let peer = cloud().await;
    let (app, id) = measured(&peer).await;
    app.patch("/api/goals/G2", json!({ "status": "proven" })).await.ok();
    app.advance(Duration::minutes(1));
    tick(&app).await;
    assert!(posted(&peer).is_empty(), "it is off by default");
    app.patch(&format!("/api/jira/{id}"), json!({ "commentWhenProven": true })).await.ok();
    tick(&app).await;
    assert!(posted(&peer).is_empty(), "what was proven before is not told all at once");
    app.patch("/api/goals/G2", json!({ "status": "measuring" })).await.ok();
    app.advance(Duration::minutes(1));
    app.patch("/api/goals/G2", json!({ "status": "proven" })).await.ok();
    assert_eq!(tick(&app).await.taken.commented, 1);
    assert_eq!(tick(&app).await.taken.commented, 0);
    assert_eq!(posted(&peer).len(), 1);
    app.post("/api/goals/G2/jira-comment", json!({})).await.refused(409);
}

#[tokio::test]
async fn what_perhaps_arrived_is_looked_for_before_it_is_sent_again() {
    let peer = cloud().await;
    let (app, _) = measured(&peer).await;
    peer.on(COMMENT, Reply::bare(502, "<html>Bad gateway</html>"));
    app.post("/api/goals/G2/jira-comment", json!({})).await.refused(502);
    app.post("/api/goals/G2/jira-comment", json!({})).await.refused(409);
    assert!(keeping(&app).await["commentErrors"][0].as_str().unwrap().starts_with("ABC-2 (G2): answered 502"));
    app.advance(Duration::hours(1));
    let there = json!({ "comments": [{ "id": "78", "body": "The proof of G2 from Maestro: Checkout" }] });
    peer.on(&format!("{COMMENT}?orderBy=-created&maxResults=100"), Reply::json(there.to_string()));
    let said = app.post("/api/goals/G2/jira-comment", json!({})).await.ok();
    assert_eq!((&said["commentId"], posted(&peer).len()), (&json!("78"), 1), "it had arrived");
    assert_eq!(keeping(&app).await["commentErrors"], json!([]));
}

#[tokio::test]
async fn a_refusal_is_told_and_tried_a_few_times() {
    let peer = cloud().await;
    let (app, id) = measured(&peer).await;
    app.patch(&format!("/api/jira/{id}"), json!({ "commentWhenProven": true, "keepInStep": false })).await.ok();
    app.advance(Duration::minutes(1));
    app.patch("/api/goals/G2", json!({ "status": "proven" })).await.ok();
    peer.on(COMMENT, Reply::bare(403, r#"{"errorMessages":["You do not have the permission to comment on this issue."]}"#));
    for _ in 0..10 {
        tick(&app).await;
        app.advance(Duration::hours(1));
    }
    assert_eq!(posted(&peer).len(), 5, "then it takes a person");
    assert!(keeping(&app).await["commentErrors"][0].as_str().unwrap().contains("permission to comment"));
    assert_eq!(connection(&app).await["status"], "ok", "one issue that refuses is no fault of the connection");
    peer.on(COMMENT, Reply::json(r#"{"id":"79"}"#));
    app.post("/api/goals/G2/jira-comment", json!({})).await.ok();
}

#[tokio::test]
async fn a_goal_that_only_carries_an_address_can_be_told_too() {
    let peer = cloud().await;
    let (app, _) = connected(&peer).await;
    let url = format!("{}/browse/ABC-2", peer.url);
    app.post("/api/goals", json!({ "title": "Mine", "jiraUrl": url })).await.ok();
    app.post("/api/goals", json!({ "title": "Elsewhere", "jiraUrl": "https://other.example/browse/ABC-2" })).await.ok();
    app.post("/api/goals", json!({ "title": "None" })).await.ok();
    peer.on("/rest/api/3/issue/ABC-2", Reply::json(super::tree()[0].to_string()));
    peer.on(COMMENT, Reply::json(r#"{"id":"80"}"#));
    assert_eq!(app.post("/api/goals/G1/jira-comment", json!({})).await.ok()["commentId"], "80");
    assert_eq!(goal(&app, "G1").await["title"], "Mine");
    assert!(app.post("/api/goals/G2/jira-comment", json!({})).await.refused(409).contains("no connection leads to the Jira of"));
    assert!(app.post("/api/goals/G3/jira-comment", json!({})).await.refused(409).contains("has no address of a Jira issue"));
    assert_eq!(posted(&peer).len(), 1);
}
