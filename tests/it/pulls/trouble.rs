//! Limits and faults of a peer: visible, waited for, and nothing lost.

use super::{PULL, artifacts, connect, connected, connection, github, report, tick};
use crate::{
    recorded,
    support::{
        TestApp,
        peer::{Peer, Reply},
    },
};
use chrono::Duration;
use serde_json::json;

const OTHER: &str = "https://github.com/artsy/emission/pull/328";
const DATE: &str = "Wed, 18 Feb 2026 14:00:00 GMT";

#[tokio::test]
async fn a_limit_keeps_us_away_from_the_whole_host() {
    let peer = github().await;
    let said = r#"{"message":"API rate limit exceeded for user."}"#;
    let limited = Reply::bare(403, said).with("x-ratelimit-limit", "5000").with("x-ratelimit-remaining", "0");
    peer.on("/repos/artsy/emission/pulls/327", limited.with("x-ratelimit-reset", "1771425000").with("date", DATE));
    let app = connected(&peer).await;
    report(&app, PULL).await;
    report(&app, OTHER).await;
    tick(&app).await;
    assert_eq!(peer.asked().len(), 1, "the second one is not even tried");
    let found = connection(&app).await;
    assert_eq!((&found["status"], &found["retryAt"]), (&json!("limited"), &json!("2026-02-18T14:30:00Z")));
    let detail = "answered 403: API rate limit exceeded for user.; 0 of 5000 requests are left until 14:30 UTC";
    assert_eq!(found["statusDetail"], detail);
    let ticked = tick(&app).await;
    assert_eq!((ticked.asked, ticked.put_off, peer.asked().len()), (0, 1, 1));
    assert_eq!(ticked.next_at, Some("2026-02-18T14:30:00Z".parse().unwrap()));
    assert!(artifacts(&app, "G1").await.iter().all(|a| a["fetchError"].as_str().unwrap().contains("rate limit")));
    app.advance(Duration::minutes(30));
    peer.on("/repos/artsy/emission/pulls/327", Reply::json(recorded!("github/pull_merged.json")));
    assert_eq!(tick(&app).await.asked, 2);
    let all = artifacts(&app, "G1").await;
    assert!(all.iter().any(|a| a["state"] == "merged" && a["fetchError"] == json!(null)));
    assert!(all.iter().any(|a| a["fetchError"] == "answered 404: Not Found"), "the other one is not there");
    assert_eq!(connection(&app).await["status"], "ok", "a host that says what is not there is well");
}

#[tokio::test]
async fn the_last_request_that_is_allowed_is_the_last_one_asked() {
    let peer = github().await;
    let last = Reply::json("{}").with("x-ratelimit-limit", "60").with("x-ratelimit-remaining", "0");
    let last = last.with("x-ratelimit-reset", "1771425000").with("date", DATE);
    peer.on("/repos/artsy/emission/pulls/327", Reply::bare(404, r#"{"message":"Not Found"}"#).with("date", DATE));
    peer.on("/repos/artsy/emission/pulls/328", last);
    let app = connected(&peer).await;
    report(&app, OTHER).await;
    tick(&app).await;
    report(&app, PULL).await;
    tick(&app).await;
    assert_eq!(peer.count("/pulls/327"), 0);
    assert_eq!(connection(&app).await["status"], "failing", "an empty record is not a pull request");
}

#[tokio::test]
async fn a_web_page_and_a_dead_peer_are_told_and_tried_again() {
    let page = Reply::bare(200, "<!DOCTYPE html><title>Sign in</title>").with("content-type", "text/html");
    let peer = Peer::start().await;
    peer.on("/repos/artsy/emission/pulls/327", page);
    let app = connected(&peer).await;
    report(&app, PULL).await;
    tick(&app).await;
    let found = connection(&app).await;
    assert_eq!((&found["status"], &found["retryAt"]), (&json!("failing"), &json!("2026-02-18T14:01:00Z")));
    assert!(found["statusDetail"].as_str().unwrap().contains("a web page instead of data"));
    let dead = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let path = format!("/api/connections/{}", found["id"].as_str().unwrap());
    let moved = |to: &str| json!({"baseUrl": to, "webUrl": "https://github.com"});
    let why = app.patch(&path, moved(&format!("http://{dead}"))).await.refused(422);
    assert!(why.contains("is needed again"), "a secret goes nowhere that it was not entered for: {why}");
    let with_secret = |to: &str| {
        let mut body = moved(to);
        body["secret"] = json!("ghp_0123456789abcd");
        body
    };
    app.patch(&path, with_secret(&format!("http://{dead}"))).await.ok();
    tick(&app).await;
    let error = artifacts(&app, "G1").await[0]["fetchError"].as_str().unwrap().to_owned();
    assert!(error.starts_with(&format!("could not connect to {dead}")), "{error}");
    let alive = github().await;
    app.patch(&path, with_secret(&alive.url)).await.ok();
    tick(&app).await;
    let pull = &artifacts(&app, "G1").await[0];
    assert_eq!((&pull["state"], &pull["fetchError"]), (&json!("merged"), &json!(null)), "nothing was lost");
}

#[tokio::test]
async fn an_outage_is_waited_for_longer_each_time() {
    let peer = Peer::start().await;
    peer.on("/repos/artsy/emission/pulls/327", Reply::bare(429, ""));
    let app = connected(&peer).await;
    report(&app, PULL).await;
    let mut waits = Vec::new();
    for _ in 0..4 {
        let now = app.app.clock.now();
        let next = tick(&app).await.next_at.unwrap();
        waits.push((next - now).num_minutes());
        app.advance(next - now);
    }
    assert_eq!(waits, [1, 2, 4, 8]);
}

#[tokio::test]
async fn a_wrong_token_is_told_and_a_right_one_helps_at_once() {
    let peer = github().await;
    peer.on("/repos/artsy/emission/pulls/327", Reply::bare(401, r#"{"message":"Bad credentials"}"#));
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Better inquiries"})).await.ok();
    let added = connect(&app, &peer).await;
    report(&app, PULL).await;
    tick(&app).await;
    let found = connection(&app).await;
    assert_eq!((&found["status"], &found["statusDetail"]), (&json!("failing"), &json!("answered 401: Bad credentials")));
    peer.on("/repos/artsy/emission/pulls/327", Reply::json(recorded!("github/pull_merged.json")));
    app.patch(&format!("/api/connections/{}", added["id"].as_str().unwrap()), json!({"secret": "ghp_better_token"})).await.ok();
    assert_eq!(connection(&app).await["status"], "unknown");
    tick(&app).await;
    assert_eq!(artifacts(&app, "G1").await[0]["state"], "merged");
    assert_eq!(peer.asked().last().unwrap().headers["authorization"], "Bearer ghp_better_token");
}
