//! Webhooks: believed only when signed, done once, linked with a reason.

use super::{PULL, artifacts, connected, github, report, tick};
use crate::{
    recorded,
    support::{Answer, TestApp},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;

fn sign(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256={hex}")
}

async fn deliver(app: &TestApp, event: &str, id: &str, body: &str) -> Answer {
    let call = app.anonymous("POST", "/hooks/github").header("x-github-event", event).header("x-github-delivery", id);
    call.header("x-hub-signature-256", &sign("hook secret", body)).body("application/json", body.to_owned()).await
}

fn opened(branch: &str) -> String {
    recorded!("github/hook_pull_request_opened.json").replace(r#""ref": "changes""#, &format!(r#""ref": "{branch}""#))
}

#[tokio::test]
async fn only_a_signed_delivery_is_believed() {
    let app = connected(&github().await).await;
    let body = opened("g1-readme");
    let send = |signature: Option<String>| {
        let call = app.anonymous("POST", "/hooks/github").header("x-github-event", "pull_request").header("x-github-delivery", "d1");
        let call = if let Some(signature) = signature { call.header("x-hub-signature-256", &signature) } else { call };
        call.body("application/json", body.clone())
    };
    assert!(send(None).await.refused(401).contains("not signed"));
    send(Some(sign("guess", &body))).await.refused(401);
    send(Some(sign("", &body))).await.refused(401);
    send(Some(sign("hook secret", "other"))).await.refused(401);
    assert!(artifacts(&app, "G1").await.is_empty());
    assert_eq!(send(Some(sign("hook secret", &body))).await.ok(), json!({"ok": true, "repeated": false}));
    deliver(&app, "pull_request", "d2", "[").await.refused(400);
    assert_eq!(deliver(&app, "ping", "d3", recorded!("github/hook_ping.json")).await.status, 200);
}

#[tokio::test]
async fn a_pull_request_links_itself_by_its_branch() {
    let app = connected(&github().await).await;
    deliver(&app, "pull_request", "d1", &opened("g1-readme")).await.ok();
    let linked = artifacts(&app, "G1").await;
    assert_eq!(linked.len(), 1);
    assert_eq!(
        (&linked[0]["linkReason"], &linked[0]["url"]),
        (&json!("linked by the branch name"), &json!("https://github.com/acme/app/pull/2"))
    );
    let id = linked[0]["id"].as_str().unwrap();
    app.delete(&format!("/api/goals/G1/artifacts/{id}")).await;
    assert_eq!(deliver(&app, "pull_request", "d2", &opened("g1-readme")).await.ok()["repeated"], false);
    assert!(artifacts(&app, "G1").await.is_empty(), "a person undid it");
}

#[tokio::test]
async fn a_repeated_delivery_does_nothing() {
    let app = connected(&github().await).await;
    deliver(&app, "pull_request", "d1", &opened("g1-readme")).await.ok();
    let before = app.get("/api/goals/G1").await.ok();
    assert_eq!(deliver(&app, "pull_request", "d1", &opened("g1-readme")).await.ok(), json!({"ok": true, "repeated": true}));
    assert_eq!(app.get("/api/goals/G1").await.ok(), before);
}

#[tokio::test]
async fn what_names_no_goal_is_none_of_our_business() {
    let app = connected(&github().await).await;
    deliver(&app, "pull_request", "d1", &opened("changes")).await.ok();
    deliver(&app, "pull_request", "d2", &opened("g99-changes")).await.ok();
    deliver(&app, "push", "d3", recorded!("github/hook_push.json")).await.ok();
    assert!(artifacts(&app, "G1").await.is_empty());
    assert_eq!(tick(&app).await.asked, 0);
}

#[tokio::test]
async fn a_merge_is_seen_at_once_and_its_details_are_fetched() {
    let peer = github().await;
    let app = connected(&peer).await;
    report(&app, PULL).await;
    let body = recorded!("github/hook_pull_request_closed.json").replace(r#""merged": false"#, r#""merged": true"#);
    let body = body.replace("https://github.com/acme/app/pull/2", PULL);
    deliver(&app, "pull_request", "d1", &body).await.ok();
    assert_eq!(artifacts(&app, "G1").await[0]["state"], "merged", "before anybody was asked");
    assert_eq!(tick(&app).await.asked, 1);
    let checked = recorded!("github/hook_check_suite.json").replace("ec26c3e57ca3a959ca5aad62de7213c562f8c821", super::SHA);
    deliver(&app, "check_suite", "d2", &checked).await.ok();
    assert_eq!(tick(&app).await.asked, 1, "its CI ended: worth a look");
}

#[tokio::test]
async fn commits_link_themselves_by_their_trailers() {
    let app = connected(&github().await).await;
    app.post("/api/goals/G1/tasks", json!({"title": "Render"})).await.ok();
    let body = recorded!("github/hook_push.json").replace("Initial commit", "Initial commit\\n\\nMaestro-Task: T1");
    deliver(&app, "push", "d1", &body).await.ok();
    let commit = &artifacts(&app, "G1").await[0];
    assert_eq!((&commit["type"], &commit["title"]), (&json!("commit"), &json!("Initial commit")));
    assert_eq!(commit["linkReason"], "linked by a commit trailer");
}
