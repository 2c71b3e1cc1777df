//! GitLab, self-managed under a prefix.

use super::{artifacts, report, tick};
use crate::{
    recorded,
    support::{
        TestApp,
        peer::{Peer, Reply},
    },
};
use serde_json::json;

async fn connected() -> (TestApp, Peer) {
    let (app, peer) = (TestApp::new().await, Peer::start().await);
    app.post("/api/goals", json!({"title": "Designs"})).await.ok();
    let form = json!({"kind": "gitlab", "baseUrl": format!("{}/gitlab/api/v4", peer.url), "secret": "glpat-0123456789", "webhookSecret": "hook secret"});
    let added = app.post("/api/connections", form).await.ok();
    assert_eq!(added["webUrl"], format!("{}/gitlab", peer.url));
    (app, peer)
}

#[tokio::test]
async fn a_reported_merge_request_gets_its_details() {
    let (app, peer) = connected().await;
    let at = "/gitlab/api/v4/projects/group%2Fapp/merge_requests/14656";
    peer.on(at, Reply::json(recorded!("gitlab/merge_request_open.json")));
    peer.on(&format!("{at}/notes"), Reply::json("[]"));
    report(&app, &format!("{}/gitlab/group/app/-/merge_requests/14656/diffs", peer.url)).await;
    tick(&app).await;
    let request = &artifacts(&app, "G1").await[0];
    assert_eq!((&request["type"], &request["title"]), (&json!("mr"), &json!("Add deletion support for designs")));
    assert_eq!((&request["state"], &request["ci"], &request["filesChanged"]), (&json!("draft"), &json!("pass"), &json!(35)));
    assert_eq!(request["fetchError"], json!(null));
}

#[tokio::test]
async fn a_hook_needs_its_token() {
    let (app, _peer) = connected().await;
    let body = recorded!("gitlab/hook_merge_request.json").replace("ms-viewport", "g1-viewport");
    let send = |token: &str| {
        app.anonymous("POST", "/hooks/gitlab")
            .header("x-gitlab-token", token)
            .header("idempotency-key", "k1")
            .body("application/json", body.clone())
    };
    send("guess").await.refused(401);
    assert_eq!(send("hook secret").await.ok()["repeated"], false);
    assert_eq!(send("hook secret").await.ok()["repeated"], true);
    let linked = artifacts(&app, "G1").await;
    assert_eq!((linked.len(), &linked[0]["linkReason"]), (1, &json!("linked by the branch name")));
}
