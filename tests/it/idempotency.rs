//! `Idempotency-Key`.

use std::future::IntoFuture;

use crate::support::TestApp;
use maestro::domain::auth::Scope;
use serde_json::{Value, json};

async fn goals(app: &TestApp) -> usize {
    app.get("/api/goals").await.ok()["items"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn the_same_request_again_does_nothing_and_gets_the_first_answer() {
    let app = TestApp::new().await;
    let create = |title: &str| app.post("/api/goals", json!({"title": title})).header("idempotency-key", "k1");
    let first = create("One").await;
    let second = create("One").await;
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.body, second.body);
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(goals(&app).await, 1);
    create("Another").await.refused(409);
    assert_eq!(goals(&app).await, 1);
    app.advance(chrono::Duration::days(8));
    assert_eq!(create("Another").await.status, 201, "a week later the key is free again");
}

#[tokio::test]
async fn a_key_belongs_to_its_caller() {
    let app = TestApp::new().await;
    let other = app.token(Scope::Full).await;
    let create = || app.post("/api/goals", json!({"title": "One"})).header("idempotency-key", "k1");
    assert_eq!((create().await.status, create().token(&other).await.status), (201, 201));
    assert_eq!(goals(&app).await, 2);
}

#[tokio::test]
async fn a_refusal_that_may_pass_later_is_not_kept() {
    let app = TestApp::new().await;
    let read = app.token(Scope::Read).await;
    let create = || app.post("/api/goals", json!({"title": "One"})).header("idempotency-key", "k1");
    create().token(&read).await.refused(403);
    assert_eq!(create().await.status, 201);
    for key in ["", &"k".repeat(201)] {
        app.post("/api/goals", json!({"title": "x"})).header("idempotency-key", key).await.refused(400);
    }
    assert_eq!(app.post("/api/goals", json!({"title": "x"})).header("idempotency-key", &"k".repeat(200)).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_do_it_once() {
    let app = TestApp::new().await;
    let calls = (0..20).map(|_| app.post("/api/goals", json!({"title": "One"})).header("idempotency-key", "k1").into_future());
    let answers = futures::future::join_all(calls.collect::<Vec<_>>()).await;
    let ids: std::collections::BTreeSet<String> =
        answers.iter().map(|answer| answer.ok().get("id").and_then(Value::as_str).unwrap().to_owned()).collect();
    assert_eq!((ids.len(), goals(&app).await), (1, 1));
}
