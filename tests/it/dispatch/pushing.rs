//! From a session's branch to a pull request.

use crate::support::{
    house::{House, git},
    peer::{Peer, Reply},
};
use serde_json::json;
use std::path::PathBuf;

/// A repository that was cloned from a code host, and is pushed to a folder in its place.
pub async fn cloned() -> (House, PathBuf) {
    let house = House::new().await;
    let bare = clone(&house);
    (house, bare)
}

/// Makes its repository such a one; the folder.
pub fn clone(house: &House) -> PathBuf {
    let bare = house.root.path().join("bare.git");
    git(house.root.path(), &["init", "-q", "--bare", bare.to_str().unwrap()]);
    git(&house.repo, &["remote", "add", "origin", "git@github.com:acme/app.git"]);
    git(&house.repo, &["remote", "set-url", "--push", "origin", bare.to_str().unwrap()]);
    bare
}

/// A code host that opens request 7, and the connection to it.
pub async fn connected(house: &House) -> Peer {
    let peer = Peer::start().await;
    let form = json!({"kind": "github", "baseUrl": peer.url, "webUrl": "https://github.com", "secret": "ghp_0123456789abcd"});
    house.app.post("/api/connections", form).await.ok();
    peer.on("/repos/acme/app/pulls", Reply::bare(201, r#"{"html_url":"https://github.com/acme/app/pull/7"}"#));
    peer
}

pub const WORK: [&str; 3] =
    ["call 1000 100", "run echo hello > hello.txt && git add . && git commit -q -m 'Say hello'", "end It says hello now."];

#[tokio::test]
async fn one_press_pushes_the_branch_and_opens_the_pull_request() {
    let (house, bare) = cloned().await;
    let peer = connected(&house).await;
    let key = house.start(&WORK, json!({})).await;
    let session = house.is(&key, "succeeded").await;
    let pushed = house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    assert_eq!(pushed["url"], "https://github.com/acme/app/pull/7", "{pushed}");
    assert_eq!(pushed["branch"], session["branch"]);
    let asked = peer.asked().into_iter().find(|asked| asked.target == "/repos/acme/app/pulls").unwrap();
    let sent: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((sent["head"].as_str(), sent["base"].as_str()), (session["branch"].as_str(), Some("main")));
    let text = sent["body"].as_str().unwrap();
    for part in ["It says hello now.", "Say hello (+1", "Goal G1: Faster start", "$0.006", "<!-- maestro:session=S1 -->"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let branch = session["branch"].as_str().unwrap();
    assert_eq!(git(&bare, &["rev-parse", branch]), session["commits"][0]["sha"].as_str().unwrap());
    let goal = house.app.get("/api/goals/G1").await.ok();
    let pull = goal["artifacts"].as_array().unwrap().iter().find(|artifact| artifact["type"] == "pr").unwrap();
    assert_eq!(pull["url"], "https://github.com/acme/app/pull/7");
}

#[tokio::test]
async fn a_request_that_is_open_already_is_found_again() {
    let (house, _) = cloned().await;
    let peer = connected(&house).await;
    let there = Reply::bare(422, r#"{"message":"A pull request already exists"}"#);
    peer.series("/repos/acme/app/pulls", vec![there, Reply::json(r#"[{"html_url":"https://github.com/acme/app/pull/9"}]"#)]);
    let key = house.start(&WORK, json!({})).await;
    house.is(&key, "succeeded").await;
    let pushed = house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    assert_eq!(pushed["url"], "https://github.com/acme/app/pull/9", "{pushed}");
}

#[tokio::test]
async fn without_a_connection_the_branch_is_pushed_and_it_says_what_is_missing() {
    let (house, _) = cloned().await;
    let key = house.start(&WORK, json!({})).await;
    house.is(&key, "succeeded").await;
    let pushed = house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    assert_eq!(pushed["url"], json!(null));
    assert!(pushed["detail"].as_str().unwrap().contains("connect https://github.com in Settings"), "{pushed}");
    let session = house.session(&key).await;
    assert_eq!((&session["delivered"]["pushed"], &session["delivered"]["detail"]), (&json!(true), &pushed["detail"]), "it is kept");
    let nothing = house.start(&["end"], json!({})).await;
    house.is(&nothing, "succeeded").await;
    let refused = house.app.post(&format!("/api/sessions/{nothing}/push"), json!({})).await.refused(409);
    assert!(refused.contains("has committed nothing"), "{refused}");
}
