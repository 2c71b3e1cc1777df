//! Pull requests, merge requests and commits: their details arrive by themselves, and they link themselves.

mod fetch;
mod gitlab;
mod hooks;
mod trouble;

use crate::support::{
    TestApp,
    peer::{Peer, Reply},
};
use maestro::server::pulls::poll::{self, Report};
use serde_json::{Value, json};

/// The commit that the recorded pull request ends with.
pub const SHA: &str = "e1db7418a77db065d1900e579c82ef0aad1da2b1";
pub const PULL: &str = "https://github.com/artsy/emission/pull/327";

/// A recorded answer.
#[macro_export]
macro_rules! recorded {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $path))
    };
}

/// A GitHub that knows one pull request; everything that it says carries a tag.
pub async fn github() -> Peer {
    let peer = Peer::start().await;
    pull(&peer, recorded!("github/pull_merged.json"));
    let at = |rest: &str| format!("/repos/artsy/emission/{rest}");
    let tagged = |body: &str, tag: &str| Reply::json(body).with("etag", &format!("W/\"{tag}\""));
    peer.on(&at("pulls/327/files"), tagged(recorded!("github/files.json"), "f"));
    peer.on(&at("pulls/327/reviews"), tagged(recorded!("github/reviews.json"), "r"));
    peer.on(&at("pulls/327/commits"), tagged(recorded!("github/commits.json"), "c"));
    peer.on(&at("issues/327/events"), tagged("[]", "e"));
    peer.on(&at(&format!("commits/{SHA}/check-runs")), tagged(r#"{"total_count":0,"check_runs":[]}"#, "k"));
    peer.on(&at(&format!("commits/{SHA}/status")), tagged(recorded!("github/combined_status.json"), "s"));
    peer
}

/// What that GitHub says about the pull request itself.
pub fn pull(peer: &Peer, body: &str) {
    let tag = format!("\"{}\"", body.len());
    let reply = Reply::json(body).with("etag", &tag).with("x-ratelimit-limit", "5000").with("x-ratelimit-remaining", "4990");
    peer.on("/repos/artsy/emission/pulls/327", reply);
}

/// A Maestro with one goal that asks this peer whenever github.com is meant.
pub async fn connected(peer: &Peer) -> TestApp {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Better inquiries"})).await.ok();
    connect(&app, peer).await;
    app
}

pub async fn connect(app: &TestApp, peer: &Peer) -> Value {
    let form = json!({"kind": "github", "baseUrl": peer.url, "webUrl": "https://github.com", "secret": "ghp_0123456789abcd", "webhookSecret": "hook secret"});
    app.post("/api/connections", form).await.ok()
}

pub async fn report(app: &TestApp, url: &str) {
    let body = json!({"goalId": "G1", "summary": format!("worked on {url}"), "artifacts": [{"type": "pr", "url": url}]});
    app.post("/api/report", body).await.ok();
}

pub async fn tick(app: &TestApp) -> Report {
    poll::tick(&app.app, app.app.clock.now()).await.unwrap()
}

/// The artifacts of a goal.
pub async fn artifacts(app: &TestApp, goal: &str) -> Vec<Value> {
    app.get(&format!("/api/goals/{goal}")).await.ok()["artifacts"].as_array().unwrap().clone()
}

/// How the first connection is.
pub async fn connection(app: &TestApp) -> Value {
    app.get("/api/connections").await.ok()["items"][0].clone()
}
