//! `Idempotency-Key`.

use crate::support::{TestApp, start_of_time};
use maestro::{
    domain::{Error, auth::Scope},
    server::{
        auth::{Caller, Request},
        db::Tx,
    },
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::{
    future::IntoFuture,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

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
async fn what_was_done_is_not_done_again_though_its_answer_was_lost() {
    let app = TestApp::new().await;
    let create = || app.post("/api/goals", json!({"title": "One"})).header("idempotency-key", "k1");
    create().await.ok();
    // As after a crash between the commit and the keeping of the answer.
    let op = async |tx: &mut Tx| {
        let forget = "UPDATE idempotent_answers SET status = 0, headers = '[]', body = ''";
        Ok(tx.db().execute_unprepared(forget).await.map(|_| ())?)
    };
    app.app.store.write(&Caller::system("test"), start_of_time(), op).await.unwrap();
    let refused = create().await.refused(409);
    assert!(refused.contains("carried out before"), "{refused}");
    assert_eq!(goals(&app).await, 1);
}

#[tokio::test]
async fn what_failed_leaves_no_mark() {
    let app = TestApp::new().await;
    let request = Arc::new(Request { proof: "p".into(), key: "k".into(), hash: "h".into(), marked: AtomicBool::new(false) });
    let caller = Caller { request: Some(request.clone()), ..Caller::system("test") };
    let failing = async |_: &mut Tx| Err::<(), _>(Error::conflict("no"));
    app.app.store.write(&caller, start_of_time(), failing).await.unwrap_err();
    assert!(!request.marked.load(SeqCst));
    app.app.store.write(&caller, start_of_time(), async |_: &mut Tx| Ok(())).await.unwrap();
    assert!(request.marked.load(SeqCst));
    let elsewhere = Arc::new(Request { proof: "p".into(), key: "k".into(), hash: "h".into(), marked: AtomicBool::new(false) });
    let elsewhere = Caller { request: Some(elsewhere), ..Caller::system("test") };
    let refused = app.app.store.write(&elsewhere, start_of_time(), async |_: &mut Tx| Ok(())).await.unwrap_err();
    assert_eq!(refused.status(), 409, "another server is at it");
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
