//! Who may call.

use crate::support::TestApp;
use maestro::{domain::auth::Scope, server::auth};
use serde_json::json;

#[tokio::test]
async fn a_sign_in_link_works_once() {
    let app = TestApp::new().await;
    let link = auth::link(&app.app).await.unwrap();
    let path = link.strip_prefix(&app.base).unwrap();
    assert_eq!(app.anonymous("HEAD", path).await.status, 200, "a preview of the link");
    let first = app.anonymous("GET", path).await;
    assert_eq!((first.status, first.header("location")), (303, Some("/")));
    let cookie = first.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let me = app.anonymous("GET", "/api/me").header("cookie", cookie).await.ok();
    assert_eq!(me["scope"], "full");
    let second = app.anonymous("GET", path).await;
    assert_eq!(second.status, 401);
    assert!(second.body.contains("used already"), "{}", second.body);
}

#[tokio::test]
async fn a_token_reaches_as_far_as_its_scope() {
    let app = TestApp::new().await;
    let (report, read) = (app.token(Scope::Report).await, app.token(Scope::Read).await);
    assert!(app.anonymous("GET", "/api/me").await.refused(401).contains("maestro token create"));
    app.anonymous("GET", "/api/me").token(&report).await.refused(403);
    assert_eq!(app.anonymous("GET", "/api/me").token(&read).await.ok()["scope"], "read");
    app.post("/api/tokens", json!({"name": "x"})).token(&read).await.refused(403);
    assert_eq!(app.post("/api/tokens", json!({"name": "x"})).await.status, 201);
}
