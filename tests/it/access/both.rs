//! The same on SQLite and on PostgreSQL.

use crate::{
    backends::{Empty, on_each_backend},
    support::{TestApp, start_of_time},
};
use maestro::{
    domain::auth::Scope,
    server::{auth::Caller, backup, clock::Clock, secrets},
};
use serde_json::json;

async fn on(database: &Empty) -> TestApp {
    let url = database.url.clone();
    TestApp::with(Clock::fixed(start_of_time()), |config| config.database_url = url).await
}

on_each_backend! {
    async fn people_sign_in_tokens_end_and_repeats_are_known(database: &Empty) {
        let app = on(database).await;
        let cookie = app.sign_in().await;
        assert_eq!(app.anonymous("GET", "/api/me").header("cookie", &cookie).await.ok()["scope"], "full");
        let made = app.post("/api/tokens", json!({"name": "ci", "scope": "read"})).await.ok();
        let secret = made["secret"].as_str().unwrap();
        assert_eq!(app.anonymous("GET", "/api/me").token(secret).await.status, 200);
        app.delete(&format!("/api/tokens/{}", made["id"].as_str().unwrap())).await.ok();
        app.anonymous("GET", "/api/me").token(secret).await.refused(401);
        let create = || app.post("/api/goals", json!({"title": "One"})).header("idempotency-key", "k");
        assert_eq!(create().await.body, create().await.body);
    }

    async fn secrets_are_kept_and_replaced(database: &Empty) {
        let app = on(database).await;
        for secret in ["first", "second"] {
            secrets::put(&app.app, &Caller::system("test"), "github", secret).await.unwrap();
            assert_eq!(secrets::get(&app.app, "github").await.unwrap().as_deref(), Some(secret));
        }
    }

    async fn a_backup_brings_everything_back(database: &Empty) {
        let app = on(database).await;
        app.post("/api/goals", json!({"title": "Before"})).await.ok();
        let file = app.data.path().join("backup");
        backup::backup(&app.app.config, &file, true).await.unwrap();
        app.post("/api/goals", json!({"title": "After"})).await.ok();
        app.app.store.close().await;
        backup::restore(&app.app.config, &file, app.app.clock.now()).await.unwrap();
        let again = on(database).await;
        let listed = again.get("/api/goals").await.ok().to_string();
        assert!(listed.contains("Before") && !listed.contains("After"), "{listed}");
    }

    async fn a_token_notes_its_use_once_a_minute(database: &Empty) {
        let app = on(database).await;
        let token = app.token(Scope::Read).await;
        let used = async || app.get("/api/tokens").await.ok()["items"][0]["lastUsedAt"].clone();
        assert!(used().await.is_null());
        app.anonymous("GET", "/api/me").token(&token).await.ok();
        // The note is written behind the answer.
        while used().await.is_null() {
            tokio::task::yield_now().await;
        }
        let first = used().await;
        app.advance(chrono::Duration::seconds(30));
        app.anonymous("GET", "/api/me").token(&token).await.ok();
        app.post("/api/goals", json!({"title": "x"})).await.ok();
        assert_eq!(used().await, first);
    }
}
