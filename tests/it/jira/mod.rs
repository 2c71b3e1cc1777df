//! Goals from Jira: they come in once, stay in step, and their proof goes back.

mod comment;
mod import;
mod stored;
mod suggest;
mod sync;

use crate::{
    recorded,
    support::{
        TestApp,
        peer::{Peer, Reply},
    },
};
use maestro::server::jira::{self, Report};
use serde_json::{Value, json};

pub const SEARCH: &str = "/rest/api/3/search/jql";

/// A Jira Cloud with an epic, a story of it, and a sub-task of that.
pub async fn cloud() -> Peer {
    let peer = Peer::start().await;
    peer.on("/rest/api/2/serverInfo", Reply::json(recorded!("jira/cloud_server_info.json")));
    peer.on("/rest/api/3/myself", Reply::json(recorded!("jira/cloud_myself.json")));
    peer.on("/rest/api/3/search/approximate-count", Reply::json(r#"{"count":3}"#));
    finds(&peer, &tree());
    peer
}

/// The issues of [`cloud`], as they are at first.
pub fn tree() -> Vec<Value> {
    let pages = [recorded!("jira/cloud_tree_1.json"), recorded!("jira/cloud_tree_2.json")];
    let issues = pages.map(|page| serde_json::from_str::<Value>(page).unwrap()["issues"].as_array().unwrap().clone());
    issues.into_iter().flatten().collect()
}

/// From now on every search finds these.
pub fn finds(peer: &Peer, issues: &[Value]) {
    peer.on(SEARCH, Reply::json(json!({ "issues": issues, "isLast": true }).to_string()));
}

/// A Maestro that is connected to it; the id of the connection.
pub async fn connected(peer: &Peer) -> (TestApp, String) {
    let app = TestApp::new().await;
    let id = connect(&app, peer).await;
    (app, id)
}

pub async fn connect(app: &TestApp, peer: &Peer) -> String {
    let connection = json!({ "kind": "jira", "baseUrl": peer.url, "secret": "mia@example.com:s3cret" });
    app.post("/api/connections", connection).await.ok()["id"].as_str().unwrap().to_owned()
}

pub async fn import(app: &TestApp) -> Value {
    app.post("/api/jira/import", json!({ "jql": "project = ABC" })).await.ok()
}

pub async fn tick(app: &TestApp) -> Report {
    jira::tick(&app.app, app.app.clock.now()).await.unwrap()
}

pub async fn goal(app: &TestApp, key: &str) -> Value {
    app.get(&format!("/api/goals/{key}")).await.ok()
}

/// How it goes with the only connection.
pub async fn keeping(app: &TestApp) -> Value {
    app.get("/api/jira").await.ok()["items"][0].clone()
}

pub async fn connection(app: &TestApp) -> Value {
    app.get("/api/connections").await.ok()["items"][0].clone()
}

/// The queries that were searched for so far.
pub fn queries(peer: &Peer) -> Vec<String> {
    let bodies = peer.asked().into_iter().filter(|asked| asked.target == SEARCH);
    bodies.map(|asked| serde_json::from_str::<Value>(&asked.body).unwrap()["jql"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn where_its_pages_are_stays_as_long_as_it_does() {
    let app = TestApp::new().await;
    let gateway = "https://api.atlassian.com/ex/jira/11223344-a1b2";
    let added = json!({ "kind": "jira", "baseUrl": gateway, "webUrl": "https://acme.atlassian.net", "secret": "mia@example.com:s3cret" });
    let id = app.post("/api/connections", added).await.ok()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/connections/{id}");
    let kept = app.patch(&path, json!({ "baseUrl": gateway, "secret": "mia@example.com:other" })).await.ok();
    assert_eq!(kept["webUrl"], json!("https://acme.atlassian.net"), "{kept}");
    let moved = app.patch(&path, json!({ "baseUrl": "https://other.atlassian.net", "secret": "mia@example.com:other" })).await.ok();
    assert_eq!(moved["webUrl"], json!("https://other.atlassian.net"), "{moved}");
}
