//! Details arrive, and nothing is asked twice in vain.

use super::{PULL, artifacts, connect, connected, connection, github, pull, report, tick};
use crate::{
    recorded,
    support::{TestApp, peer::Reply},
};
use chrono::Duration;
use serde_json::json;

#[tokio::test]
async fn a_reported_pull_request_gets_its_details() {
    let peer = github().await;
    let app = connected(&peer).await;
    report(&app, PULL).await;
    assert_eq!(tick(&app).await.asked, 1);
    let pull = &artifacts(&app, "G1").await[0];
    assert_eq!(
        (&pull["title"], &pull["state"], &pull["author"]),
        (&json!("Adds the inquiry components"), &json!("merged"), &json!("person-author"))
    );
    assert_eq!((&pull["linesAdded"], &pull["linesRemoved"], &pull["filesChanged"]), (&json!(743), &json!(17), &json!(16)));
    assert_eq!((&pull["mergeSeconds"], &pull["reviews"], &pull["ci"]), (&json!(242_933), &json!(2), &json!("fail")));
    assert_eq!((&pull["fetchError"], &pull["linkReason"]), (&json!(null), &json!("reported")));
    let found = connection(&app).await;
    assert_eq!((&found["status"], &found["statusDetail"]), (&json!("ok"), &json!("4990 of 5000 requests are left")));
    assert!(peer.asked().iter().all(|asked| asked.headers["authorization"] == "Bearer ghp_0123456789abcd"));
    assert_eq!(tick(&app).await.next_at, None, "merged years ago: nothing is going to change");
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again_and_says_nothing() {
    let peer = github().await;
    let open = recorded!("github/pull_merged.json").replace("2016-", "2026-02-").replace(r#""merged": true"#, r#""merged": false"#);
    let open = open.replace("closed", "open").replace(r#""2026-02-10-03T09:39:23Z""#, "null").replace("2026-02-09-30T", "2026-02-18T");
    pull(&peer, &open);
    let app = connected(&peer).await;
    report(&app, PULL).await;
    tick(&app).await;
    let (asked, before) = (peer.asked().len(), artifacts(&app, "G1").await);
    assert_eq!(before[0]["state"], "open");
    app.advance(Duration::minutes(4));
    assert_eq!(tick(&app).await.asked, 0, "not due yet");
    app.advance(Duration::minutes(1));
    assert_eq!(tick(&app).await.asked, 1);
    let again = &peer.asked()[asked..];
    assert_eq!(again.len(), asked);
    assert!(again.iter().all(|a| a.headers.contains_key("if-none-match")), "each with the tag of its answer");
    let after = artifacts(&app, "G1").await;
    assert_eq!(after[0]["reviews"], before[0]["reviews"], "answered from memory");
    assert_ne!(after[0]["fetchedAt"], before[0]["fetchedAt"]);
    let log = app.get("/api/goals/G1").await.ok().to_string();
    assert_eq!(log.matches("is open").count(), 0, "{log}");
}

#[tokio::test]
async fn a_change_links_itself_once_its_texts_are_known() {
    let peer = github().await;
    let app = connected(&peer).await;
    for title in ["Other", "Third"] {
        app.post("/api/goals", json!({ "title": title, "jiraUrl": if title == "Third" { json!("https://acme.atlassian.net/browse/PROJ-7") } else { json!(null) } })).await.ok();
    }
    let text = recorded!("github/pull_merged.json")
        .replace("Part of G12.", "Part of G2 and G99.")
        .replace(r#""inquiry""#, r#""feature/PROJ-7-inquiry""#);
    pull(&peer, &text);
    report(&app, PULL).await;
    tick(&app).await;
    assert_eq!(artifacts(&app, "G2").await[0]["linkReason"], "linked by the description");
    assert_eq!(artifacts(&app, "G3").await[0]["linkReason"], "linked by the branch name");
    assert_eq!(artifacts(&app, "G1").await[0]["linkReason"], "reported");
}

#[tokio::test]
async fn a_link_that_was_undone_stays_undone() {
    let peer = github().await;
    pull(&peer, &recorded!("github/pull_merged.json").replace("G12", "G2"));
    let app = connected(&peer).await;
    app.post("/api/goals", json!({"title": "Other"})).await.ok();
    report(&app, PULL).await;
    tick(&app).await;
    let id = artifacts(&app, "G2").await[0]["id"].as_str().unwrap().to_owned();
    app.delete(&format!("/api/goals/G2/artifacts/{id}")).await;
    assert_eq!(app.post(&format!("/api/artifacts/{id}/refresh"), json!({})).await.status, 202);
    assert_eq!(tick(&app).await.asked, 1);
    assert!(artifacts(&app, "G2").await.is_empty());
    app.post("/api/artifacts/nothing/refresh", json!({})).await.refused(404);
}

#[tokio::test]
async fn a_commit_gets_its_details() {
    let peer = github().await;
    let body = r#"{"sha":"0a1b2c3d4e5f60718293a4b5c6d7e8f901234567","commit":{"message":"Fix it\n\nMaestro-Goal: G2","author":{"name":"P","date":"2026-01-02T03:04:05Z"}},"stats":{"additions":5,"deletions":2}}"#;
    peer.on("/repos/acme/app/commits/0a1b2c3", Reply::json(body));
    let app = connected(&peer).await;
    app.post("/api/goals", json!({"title": "Other"})).await.ok();
    report(&app, "https://github.com/acme/app/commit/0a1b2c3").await;
    tick(&app).await;
    let commit = &artifacts(&app, "G2").await[0];
    assert_eq!((&commit["title"], &commit["sha"]), (&json!("Fix it"), &json!("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567")));
    assert_eq!(commit["linkReason"], "linked by a commit trailer");
}

#[tokio::test]
async fn a_host_that_nobody_connected_is_never_asked() {
    let peer = github().await;
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Better inquiries"})).await.ok();
    report(&app, &format!("{}/artsy/emission/pull/327", peer.url)).await;
    let ticked = tick(&app).await;
    assert_eq!((ticked.asked, ticked.put_off), (0, 1));
    assert!(peer.asked().is_empty(), "an address in a report must not make us ask just anybody");
    let error = artifacts(&app, "G1").await[0]["fetchError"].as_str().unwrap().to_owned();
    assert_eq!(error, format!("no connection leads to {}; add it as GitHub in Settings", peer.url));
    app.post("/api/connections", json!({"kind": "github", "baseUrl": peer.url})).await.ok();
    assert_eq!(tick(&app).await.asked, 1, "what waited is fetched at once");
    assert_eq!(artifacts(&app, "G1").await[0]["fetchError"], json!(null));
    assert!(connection(&app).await["statusDetail"].as_str().unwrap().starts_with("without a token: "));
}

#[tokio::test]
async fn secrets_go_in_and_never_come_out() {
    let peer = github().await;
    let app = TestApp::new().await;
    let added = connect(&app, &peer).await;
    let path = format!("/api/connections/{}", added["id"].as_str().unwrap());
    assert_eq!((&added["secretLast4"], &added["webhookLast4"]), (&json!("abcd"), &json!("••••")));
    let all = app.get("/api/connections").await;
    assert!(!all.body.contains("ghp_") && !all.body.contains("hook secret"));
    let again = json!({"kind": "github", "baseUrl": peer.url});
    assert!(app.post("/api/connections", again).await.refused(409).contains("change that one"));
    peer.on("/rate_limit", Reply::json(r#"{"resources":{"core":{"limit":5000,"remaining":4999,"reset":1771425000}}}"#));
    let tested = app.post(&format!("{path}/test"), json!({})).await.ok();
    assert_eq!((&tested["ok"], &tested["detail"]), (&json!(true), &json!("4999 of 5000 requests are left until 14:30 UTC")));
    let changed = app.patch(&path, json!({"secret": ""})).await.ok();
    assert_eq!((&changed["secretLast4"], &changed["webhookLast4"]), (&json!(null), &json!("••••")), "absent stays, empty goes");
    peer.on("/rate_limit", Reply::bare(401, r#"{"message":"Bad credentials"}"#));
    let tested = app.post(&format!("{path}/test"), json!({})).await.ok();
    assert_eq!((&tested["ok"], &tested["detail"]), (&json!(false), &json!("without a token: answered 401: Bad credentials")));
    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(app.get("/api/connections").await.ok(), json!({"items": [], "nextCursor": null}));
    app.patch(&path, json!({})).await.refused(404);
    app.post("/api/connections", json!({"kind": "github", "baseUrl": "nonsense"})).await.refused(422);
    app.post("/api/connections", json!({})).await.refused(422);
}

#[tokio::test]
async fn a_model_is_tested_without_asking_it_for_text() {
    let (app, peer) = (TestApp::new().await, github().await);
    peer.on("/v1/models", Reply::json(r#"{"data":[{"id":"claude-sonnet-5-5"},{"id":"claude-opus-5-5"}]}"#));
    let form = json!({"kind": "anthropic", "baseUrl": peer.url, "model": "claude-opus-5-5", "secret": "sk-ant-0123456789"});
    let path = format!("/api/connections/{}", app.post("/api/connections", form).await.ok()["id"].as_str().unwrap());
    let tested = app.post(&format!("{path}/test"), json!({})).await.ok();
    assert_eq!((&tested["ok"], &tested["detail"]), (&json!(true), &json!("it answers and has the model claude-opus-5-5")));
    assert_eq!(peer.asked()[0].headers["x-api-key"], "sk-ant-0123456789");
    peer.on("/v1/models", Reply::bare(401, r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#));
    let tested = app.post(&format!("{path}/test"), json!({})).await.ok();
    assert_eq!(tested["ok"], false);
    assert!(tested["detail"].as_str().unwrap().contains("invalid x-api-key"), "{tested}");
    assert_eq!(connection(&app).await["status"], "failing");
}
