//! From checks and comments on the request of a session to the next message for its agent.

use super::pushing::{WORK, cloned, connected};
use crate::support::peer::{Peer, Reply};
use serde_json::json;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/github/", $name))
    };
}

const HEAD: &str = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";

/// Request 7 has a check and a status that fail, a review and a comment.
fn criticised(peer: &Peer) {
    peer.on("/repos/acme/app/pulls/7", Reply::json(fixture!("pull_unmerged.json")));
    peer.on("/repos/acme/app/pulls/7/reviews", Reply::json(fixture!("reviews_with_bodies.json")));
    peer.on("/repos/acme/app/pulls/7/comments", Reply::json(fixture!("review_comments.json")));
    peer.on(&format!("/repos/acme/app/commits/{HEAD}/check-runs"), Reply::json(fixture!("check_runs_failed.json")));
    peer.on(&format!("/repos/acme/app/commits/{HEAD}/status"), Reply::json(fixture!("statuses_failed.json")));
}

#[tokio::test]
async fn checks_and_comments_become_a_follow_up_of_the_same_session() {
    let (house, _) = cloned().await;
    let peer = connected(&house).await;
    criticised(&peer);
    let key = house.start(&WORK, json!({})).await;
    house.is(&key, "succeeded").await;
    house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    let said = house.app.get(&format!("/api/sessions/{key}/feedback")).await.ok();
    assert_eq!(said["url"], "https://github.com/acme/app/pull/7");
    assert!(house.app.page(&format!("/sessions/{key}")).await.contains("Checks and comments"));
    let names: Vec<&str> = said["checks"].as_array().unwrap().iter().map(|check| check["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["mighty_readme", "security/brakeman"]);
    let comment = &said["comments"][1];
    assert_eq!((&comment["author"], &comment["path"], &comment["line"]), (&json!("person-reviewer"), &json!("file1.txt"), &json!(2)));
    let message = said["message"].as_str().unwrap();
    for part in ["check: mighty_readme", "Testing has failed", "at: file1.txt:2", "Great stuff!"] {
        assert!(message.contains(part), "{part} is missing in {message}");
    }
    house.app.post(&format!("/api/sessions/{key}/resume"), json!({"prompt": message})).await.ok();
    house.until(&key, |session| session["run"] == 2 && session["status"] == "succeeded").await;
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let (house, _) = cloned().await;
    let key = house.start(&WORK, json!({})).await;
    house.is(&key, "succeeded").await;
    let path = format!("/api/sessions/{key}/feedback");
    let refused = house.app.get(&path).await.refused(409);
    assert!(refused.contains("has no pull request yet"), "{refused}");
    let peer = connected(&house).await;
    house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    let refused = house.app.get(&path).await.refused(502);
    assert!(refused.contains("github.com did not tell about"), "{refused}");
    criticised(&peer);
    for part in ["check-runs", "status"] {
        peer.on(&format!("/repos/acme/app/commits/{HEAD}/{part}"), Reply::bare(403, r#"{"message":"Resource not accessible"}"#));
    }
    let refused = house.app.get(&path).await.refused(502);
    assert!(refused.contains("neither checks nor statuses"), "{refused}");
    peer.on("/repos/acme/app/pulls/7", Reply::bare(429, r#"{"message":"Too many requests"}"#).with("retry-after", "600"));
    house.app.get(&path).await.refused(502);
    let asked = peer.asked().len();
    let refused = house.app.get(&path).await.refused(502);
    assert!(refused.contains("wants to be left alone until") && peer.asked().len() == asked, "{refused}");
    let connections = house.app.get("/api/connections").await.ok();
    let id = connections["items"][0]["id"].as_str().unwrap();
    house.app.delete(&format!("/api/connections/{id}")).await;
    let refused = house.app.get(&path).await.refused(409);
    assert!(refused.contains("connect https://github.com in Settings, as GitHub with a token"), "{refused}");
}
