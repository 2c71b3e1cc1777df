//! What the interface promises of every route: shapes, versions, pages, errors that name the place.

use crate::{
    backends::{Empty, on_each_backend},
    support::{TestApp, start_of_time},
};
use maestro::server::{
    clock::Clock,
    doctor::{self, State},
};
use serde_json::{Value, json};

async fn on(database: &Empty) -> TestApp {
    let url = database.url.clone();
    TestApp::with(Clock::fixed(start_of_time()), |config| config.database_url = url).await
}

/// The pointers of a refusal.
fn pointers(answer: &crate::support::Answer) -> Vec<String> {
    answer.refused(422);
    answer.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_secret_is_never_kept_for_repeats() {
    let app = TestApp::new().await;
    let make = || app.post("/api/tokens", json!({"name": "ci"})).header("idempotency-key", "k");
    let secret = make().await.ok()["secret"].as_str().unwrap().to_owned();
    let again = make().await;
    assert!(again.refused(409).contains("shown once"));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let tokens = app.get("/api/tokens").await.ok();
    assert_eq!(tokens["items"].as_array().unwrap().iter().filter(|t| t["name"] == "ci").count(), 1, "{tokens}");
    app.app.store.close().await;
    for file in ["maestro.db", "maestro.db-wal"] {
        let bytes = std::fs::read(app.data.path().join(file)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains(&secret), "{file}");
    }
}

on_each_backend! {
    async fn a_wrong_type_is_named_wherever_it_stands(database: &Empty) {
        let app = on(database).await;
        assert_eq!(pointers(&app.post("/api/goals", json!({"title": "t", "status": 5})).await), ["/status"]);
        let root = app.post("/api/goals", json!(["x"])).await;
        assert_eq!(pointers(&root), [""]);
        assert!(!root.refused(422).starts_with(':'), "{}", root.body);
        let made = app.post("/api/goals", json!({"title": "t", "tags": null})).await.ok();
        assert_eq!(made["tags"], json!([]));
        assert_eq!(pointers(&app.patch("/api/goals/G1", json!(["x"])).await), [""]);
        assert_eq!(pointers(&app.post("/api/report", json!({"summary": "s", "artifacts": [["link"]]})).await), ["/artifacts/0"]);
        assert_eq!(pointers(&app.post("/api/report", json!({"summary": "s", "goalTitle": "x".repeat(201)})).await), ["/goalTitle"]);
        assert_eq!(pointers(&app.post("/api/report", json!({"summary": "a\u{0}b"})).await), ["/summary"]);
        app.post("/api/report", json!({"summary": "s", "artifacts": null, "metrics": null})).await.ok();
        app.post("/api/goals/G1/tasks", json!([{"title": "one"}, {"title": "two"}])).await.ok();
        assert_eq!(pointers(&app.post("/api/goals/G1/tasks", json!([["one"]])).await), ["/0"]);
        let query = app.get("/api/goals?limit=many").await;
        assert_eq!(pointers(&query), ["/limit"]);
        assert!(!query.refused(422).contains("Failed"), "{}", query.body);
        app.get("/api/goals?q=%00").await.refused(422);
        app.get("/api/").await.refused(404);
    }
}

on_each_backend! {
    async fn nobodys_edit_is_lost_on_any_record(database: &Empty) {
        let app = on(database).await;
        app.post("/api/goals", json!({"title": "t"})).await.ok();
        let metric = app.post("/api/goals/G1/metrics", json!({"name": "n", "before": 2.0})).await.ok();
        let person = app.post("/api/people", json!({"name": "Ada", "login": "ada@example.com"})).await.ok();
        let form = json!({"kind": "anthropic", "secret": "sk-first-secret"});
        let connection = app.post("/api/connections", form).await.ok();
        let path = |kind: &str, record: &Value| format!("/api/{kind}/{}", record["id"].as_str().unwrap().to_uppercase());
        let changes = [
            ("/api/goals/G1/outcomes".to_owned(), json!({"notes": "a"}), json!({"notes": "b"})),
            (path("metrics", &metric), json!({"after": 1.0}), json!({"after": 3.0})),
            (path("people", &person), json!({"name": "Renamed"}), json!({"name": "Again"})),
            (path("connections", &connection), json!({"model": "a"}), json!({"model": "b", "secret": ""})),
        ];
        for (path, first, second) in changes {
            let changed = app.patch(&path, first.clone()).await;
            changed.ok();
            let tag = changed.header("etag").unwrap().to_owned();
            let change = |tag: &str| app.patch(&path, second.clone()).header("if-match", tag);
            assert_eq!(change(&tag).await.status, 200, "{path}");
            change(&tag).await.refused(412);
            assert_eq!(change("*").await.status, 200, "{path}");
        }
        let people = app.get("/api/people").await.ok();
        let ada = people["items"].as_array().unwrap().iter().find(|p| p["name"] == "Again").unwrap().clone();
        assert_eq!(ada["login"], "ada@example.com", "what is absent stays");
        assert!(app.patch(&path("people", &ada), json!({"login": null})).await.ok()["login"].is_null());

        let put = || app.call("PUT", "/api/goals/G1/context").body("text/markdown", "# One");
        assert_eq!(put().await.status, 204);
        put().await.refused(428);
        assert_eq!(put().header("if-match", "*").await.status, 204);
        put().header("if-match", "\"1\"").await.refused(412);
    }
}

/// All items of a list, page by page.
async fn all(app: &TestApp, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("{path}limit=2{cursor}")).await.ok();
        let found = page["items"].as_array().unwrap().clone();
        assert!(found.len() <= 2, "{path}");
        items.extend(found);
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

on_each_backend! {
    async fn every_list_comes_in_pages(database: &Empty) {
        let app = on(database).await;
        app.post("/api/goals", json!({"title": "t"})).await.ok();
        for n in 0..5 {
            let goal = if n < 3 { json!("G1") } else { json!("G99") };
            let agent = if n == 0 { "codex" } else { "claude-code" };
            let body = json!({"goalId": goal, "sessionId": format!("s-{n}"), "agentName": agent, "summary": format!("pipeline {n}")});
            app.post("/api/report", body).await.ok();
            app.post("/api/goals/G1/narratives", json!({"tone": "slack"})).await.ok();
        }
        app.advance(chrono::Duration::days(40));
        for (path, count) in [
            ("/api/sessions?", 5),
            ("/api/sessions?goal=g1&", 3),
            ("/api/sessions?agent=codex&status=running&", 1),
            ("/api/inbox?", 2),
            ("/api/goals/G1/narratives?", 5),
            ("/api/search?q=pipeline&", 0),
        ] {
            let found = all(&app, path).await;
            let mut ids: Vec<&str> = found.iter().map(|item| item["id"].as_str().unwrap()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), found.len(), "{path} gives nothing twice");
            assert!(if count == 0 { found.len() >= 8 } else { found.len() == count }, "{path}: {}", found.len());
            assert_eq!(pointers(&app.get(&format!("{path}limit=0")).await), ["/limit"]);
            app.get(&format!("{path}limit=201")).await.refused(422);
        }
        assert_eq!(pointers(&app.get("/api/sessions?status=bogus").await), ["/status"]);
        assert!(app.get("/api/sessions/S1").await.header("etag").is_some());
        for path in ["/api/tokens", "/api/people", "/api/connections"] {
            let list = app.get(path).await.ok();
            assert!(list["items"].is_array() && list["nextCursor"].is_null(), "{path}: {list}");
        }
    }
}

on_each_backend! {
    async fn a_session_is_found_by_all_its_names_and_takes_reports_under_each(database: &Empty) {
        let app = on(database).await;
        app.post("/api/goals", json!({"title": "Café Performance", "tags": ["Größe"], "project": "Troy"})).await.ok();
        let metric = json!([{"name": "Frames", "before": 2.0, "after": 1.0}]);
        let send = async |session: &str, summary: &str, goal: Value| {
            let body = json!({"goalId": goal, "sessionId": session, "agentName": "codex", "summary": summary, "output": "batcher", "metrics": metric});
            app.post("/api/report", body).await.ok()
        };
        let first = send("own-77aa", "Optimised it", json!("G1")).await;
        let id = first["sessionId"].as_str().unwrap().to_owned();
        for name in ["s1".to_owned(), id.to_uppercase()] {
            let next = send(&name, &format!("More by {name}"), Value::Null).await;
            assert_eq!((&next["matched"], &next["sessionId"]), (&json!("session"), &json!(id)), "{name}");
        }
        let session = app.get(&format!("/api/sessions/{}", id.to_uppercase())).await.ok();
        assert_eq!((&session["externalId"], &session["key"]), (&json!("own-77aa"), &json!("S1")));
        let goal = app.get("/api/goals/G1").await.ok();
        assert_eq!(goal["metrics"].as_array().unwrap().len(), 1, "told by the same session, not measured again");
        send("another", "Measured too", json!("G1")).await;
        assert_eq!(app.get("/api/goals/G1").await.ok()["metrics"].as_array().unwrap().len(), 2);
        for q in ["S1", "own-77aa", "batcher"] {
            let hits = app.get(&format!("/api/search?q={q}")).await.ok();
            let hit = hits["items"].as_array().unwrap().iter().find(|hit| hit["kind"] == "session" && hit["id"] == id.as_str()).cloned();
            assert_eq!(hit.unwrap()["url"], "/goals/G1?tab=sessions", "{q}");
        }
        for (query, found) in [("q=cafe", 1), ("q=GROSSE", 0), ("q=gr%C3%96sse", 0), ("q=CAF%C3%89+troy", 1), ("q=%5B%22", 0), ("tag=gro%C3%9Fe", 1), ("project=TROY", 1)] {
            let list = app.get(&format!("/api/goals?{query}")).await.ok();
            assert_eq!(list["items"].as_array().unwrap().len(), found, "{query}");
        }
    }
}

#[tokio::test]
async fn a_token_may_end_at_a_given_time() {
    let app = TestApp::new().await;
    let made = app.post("/api/tokens", json!({"name": "a", "expiresAt": "2026-03-01T00:00:00Z"})).await.ok();
    assert_eq!(made["expiresAt"], "2026-03-01T00:00:00Z");
    assert_eq!(pointers(&app.post("/api/tokens", json!({"name": "a", "expiresAt": "2020-03-01T00:00:00Z"})).await), ["/expiresAt"]);
    let both = json!({"name": "a", "expiresAt": "2026-03-01T00:00:00Z", "expiresInDays": 3});
    assert_eq!(pointers(&app.post("/api/tokens", both).await), ["/expiresAt"]);
    let vary = app.get("/api/portfolio").header("accept", "application/json;q=0.1, text/markdown").await;
    assert!(vary.header("vary").is_some() && vary.header("content-type").unwrap().starts_with("text/markdown"));
}

#[tokio::test]
async fn the_doctor_misses_the_key_of_sealed_secrets() {
    let app = TestApp::new().await;
    app.post("/api/connections", json!({"kind": "anthropic", "secret": "sk-first-secret"})).await.ok();
    let faults = async || {
        let found = doctor::examine(&app.app.config).await;
        found.into_iter().filter(|check| check.name == "sealed secrets" && check.state == State::Fault).count()
    };
    assert_eq!(faults().await, 0);
    std::fs::remove_file(app.data.path().join("secret.key")).unwrap();
    assert_eq!(faults().await, 1);
}

#[tokio::test]
async fn settings_have_tags_and_nobodys_edit_is_lost() {
    let app = TestApp::new().await;
    for path in ["/api/budget", "/api/routing", "/api/delivery", "/api/retention"] {
        let read = app.get(path).await;
        let tag = read.header("etag").unwrap_or_else(|| panic!("{path} has no tag")).to_owned();
        let body = if path == "/api/routing" { read.json() } else { json!({}) };
        app.put(path, body.clone()).header("if-match", "\"other\"").await.refused(412);
        app.put(path, body.clone()).header("if-match", &tag).await.ok();
        app.put(path, body).await.ok();
    }
}

#[tokio::test]
async fn lists_come_in_pages() {
    let app = TestApp::new().await;
    for name in ["one", "two", "three"] {
        app.post("/api/tokens", json!({ "name": name })).await.ok();
        app.post("/api/metric-sources", json!({"name": name, "type": "manual"})).await.ok();
    }
    for path in ["/api/tokens", "/api/metric-sources"] {
        let all = app.get(path).await.ok()["items"].clone();
        let (mut paged, mut next) = (Vec::new(), format!("{path}?limit=2"));
        loop {
            let page = app.get(&next).await.ok();
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(cursor) = page["nextCursor"].as_str() else { break };
            next = format!("{path}?limit=2&cursor={cursor}");
        }
        assert_eq!(json!(paged), all, "{path}");
    }
    for path in ["tokens", "people", "connections", "repositories", "approvals", "metric-sources"] {
        assert_eq!(pointers(&app.get(&format!("/api/{path}?limit=0")).await), ["/limit"], "{path}");
        assert_eq!(pointers(&app.get(&format!("/api/{path}?cursor=nobody")).await), ["/cursor"], "{path}");
    }
}
