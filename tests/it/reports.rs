//! The agents' one endpoint: nothing is lost, nothing is doubled, nothing is guessed.

use crate::support::TestApp;
use chrono::Duration;
use maestro::domain::auth::Scope;
use serde_json::{Value, json};

async fn with_goals(titles: &[&str]) -> TestApp {
    let app = TestApp::new().await;
    for title in titles {
        app.post("/api/goals", json!({ "title": title })).await.ok();
    }
    app
}

async fn report(app: &TestApp, body: Value) -> Value {
    let answer = app.post("/api/report", body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn a_full_report_lands_whole() {
    let app = with_goals(&["Troy BDC performance"]).await;
    app.post("/api/goals/G1/tasks", json!({"title": "Render"})).await.ok();
    let body = json!({
        "goalId": "g1", "taskId": "T1", "sessionId": "abc-123", "agentName": "claude-code", "model": "claude-sonnet-4-6",
        "summary": "Optimised the render pipeline", "details": "**Batching**", "outcome": "done",
        "artifacts": [{"type": "pr", "url": "https://github.com/acme/app/pull/1801/files", "title": "Batch draws"}, {"type": "commit", "sha": "0123456789abcdef0123456789abcdef01234567"}],
        "metrics": [{"name": "Frame drops", "before": 12.3, "after": 1.8, "unit": "per second", "improve": "down"}],
        "usage": {"inputTokens": 1000, "outputTokens": 200, "cacheReadTokens": 5000, "cacheWriteTokens": 10, "costUsd": 0.4213},
        "startedAt": "2026-02-18T13:00:00Z", "endedAt": "2026-02-18T13:40:00Z", "output": "Use the new batcher"
    });
    let answer = report(&app, body).await;
    assert_eq!(
        (&answer["ok"], &answer["goalKey"], &answer["matched"], &answer["url"]),
        (&json!(true), &json!("G1"), &json!("id"), &json!("/goals/G1"))
    );
    assert_eq!(answer["artifactIds"].as_array().unwrap().len(), 2);
    let goal = app.get("/api/goals/G1").await.ok();
    assert_eq!(goal["updates"][0]["id"], answer["updateId"]);
    assert_eq!(goal["updates"][0]["source"], "agent");
    let pull = goal["artifacts"].as_array().unwrap().iter().find(|a| a["type"] == "pr").unwrap();
    assert_eq!(
        (&pull["url"], &pull["repo"], &pull["number"]),
        (&json!("https://github.com/acme/app/pull/1801"), &json!("acme/app"), &json!(1801))
    );
    let metric = &goal["metrics"][0];
    assert_eq!((&metric["delta"], &metric["verdict"]), (&json!(-10.5), &json!("better")));
    assert!((metric["deltaPercent"].as_f64().unwrap() + 85.365_853_658_5).abs() < 1e-6);
    let session = &goal["sessions"][0];
    assert_eq!(
        (&session["key"], &session["status"], &session["costUsd"], &session["costSource"]),
        (&json!("S1"), &json!("succeeded"), &json!(0.4213), &json!("reported"))
    );
    assert_eq!(session["tokens"], json!({"input": 1000, "output": 200, "cacheRead": 5000, "cacheWrite": 10}));
    assert_eq!(goal["spend"], json!({"costUsd": 0.4213, "sessions": 1, "unattributedUsd": 0.0, "unknownCostSessions": 0}));
    assert_eq!(goal["tasks"][0]["status"], "done");
    assert_eq!(app.get("/api/sessions/s1").await.ok()["externalId"], "abc-123");
}

#[tokio::test]
async fn a_report_scope_token_is_enough_and_reaches_nothing_else() {
    let app = with_goals(&["One"]).await;
    let token = app.token(Scope::Report).await;
    assert_eq!(app.anonymous("POST", "/api/report").token(&token).json(json!({"summary": "hi"})).await.status, 201);
    app.anonymous("GET", "/api/goals").token(&token).await.refused(403);
    let said = app.anonymous("POST", "/api/report").json(json!({"summary": "hi"})).await.refused(401);
    assert!(said.contains("maestro skill install") || said.contains("maestro token create"), "{said}");
}

#[tokio::test]
async fn the_original_skill_works_unchanged() {
    let app = with_goals(&["Troy BDC performance", "Other"]).await;
    let body = json!({"goalTitle": "bdc PERFORMANCE", "summary": "Did it", "details": "how", "artifacts": [{"type": "link", "url": "https://example.com/doc", "title": "Doc"}], "agentName": "codex"});
    let answer = report(&app, body).await;
    assert_eq!((&answer["goalKey"], &answer["matched"]), (&json!("G1"), &json!("title")));
    assert!(answer["updateId"].is_string() && answer["goalId"].is_string());
    assert_eq!(answer["sessionId"], Value::Null);
}

#[tokio::test]
async fn what_fits_no_goal_waits_in_the_inbox_until_a_person_assigns_it() {
    let app = with_goals(&["Speed up CI", "CI: speed up", "Search"]).await;
    let cases = [
        json!({"summary": "a"}),
        json!({"summary": "b", "goalId": "G77", "goalTitle": "Search"}),
        json!({"summary": "c", "taskId": "T9"}),
        json!({"summary": "d", "goalTitle": "speed up ci"}),
        json!({"summary": "e", "goalTitle": "Quantum"}),
    ];
    for body in cases {
        let answer = report(&app, body).await;
        assert_eq!((&answer["matched"], &answer["goalId"], &answer["url"]), (&json!("inbox"), &Value::Null, &json!("/inbox")));
        assert!(answer["detail"].as_str().unwrap().contains("Inbox"));
    }
    let inbox = app.get("/api/inbox").await.ok();
    let items = inbox["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    let ambiguous = items.iter().find(|i| i["report"]["summary"] == "d").unwrap();
    assert_eq!(ambiguous["suggestions"].as_array().unwrap().len(), 2);
    let id = items.iter().find(|i| i["report"]["summary"] == "b").unwrap()["id"].as_str().unwrap().to_owned();
    let assigned = app.post(&format!("/api/inbox/{id}/assign"), json!({"goalId": "G3"})).await.ok();
    assert_eq!(assigned["goalKey"], "G3");
    assert_eq!(app.get("/api/goals/G3").await.ok()["updates"][0]["summary"], "b");
    app.post(&format!("/api/inbox/{id}/assign"), json!({"goalId": "G3"})).await.refused(409);
    assert_eq!(app.get("/api/inbox").await.ok()["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_session_remembers_its_goal_and_counts_its_cost_once() {
    let app = with_goals(&["One"]).await;
    report(&app, json!({"goalId": "G1", "sessionId": "s", "summary": "start", "usage": {"costUsd": 0.5, "outputTokens": 10}})).await;
    let second =
        report(&app, json!({"sessionId": "s", "summary": "more", "usage": {"costUsd": 1.25, "outputTokens": 30}, "outcome": "failed"}))
            .await;
    assert_eq!((&second["matched"], &second["goalKey"]), (&json!("session"), &json!("G1")));
    report(&app, json!({"sessionId": "s", "summary": "late, out of order", "usage": {"costUsd": 0.75}})).await;
    let goal = app.get("/api/goals/G1").await.ok();
    assert_eq!((&goal["spend"]["costUsd"], &goal["spend"]["sessions"]), (&json!(1.25), &json!(1)));
    assert_eq!(goal["sessions"][0]["status"], "failed");
    let day = {
        let now = app.app.clock.now();
        maestro::server::spend::between(app.app.store.reader(), now - Duration::hours(1), now + Duration::hours(1)).await.unwrap()
    };
    assert_eq!(day.cost_usd.dollars(), 1.25);
    report(&app, json!({"goalId": "G1", "sessionId": "t", "summary": "unpriced"})).await;
    assert_eq!(app.get("/api/goals/G1").await.ok()["spend"]["unknownCostSessions"], 1, "an unknown cost is not nothing");
}

#[tokio::test]
async fn the_same_report_again_is_answered_as_the_first_one() {
    let app = with_goals(&["One"]).await;
    let body = json!({"goalId": "G1", "sessionId": "s", "summary": "done", "artifacts": [{"type": "pr", "url": "https://github.com/acme/app/pull/1"}]});
    let first = report(&app, body.clone()).await;
    let again = app.post("/api/report", body.clone()).await;
    assert_eq!((again.status, again.json()), (200, first.clone()));
    app.advance(Duration::minutes(11));
    let later = report(&app, body).await;
    assert_ne!(later["updateId"], first["updateId"]);
    assert_eq!(later["artifactIds"], first["artifactIds"], "an artifact known by its address is linked, not doubled");
    let goal = app.get("/api/goals/G1").await.ok();
    assert_eq!((goal["updates"].as_array().unwrap().len(), goal["artifacts"].as_array().unwrap().len()), (2, 1));
}

#[tokio::test]
async fn a_bad_report_names_its_fields_and_stores_nothing() {
    let app = with_goals(&["One"]).await;
    let answer = app.post("/api/report", json!({"goalId": "G1", "summary": " ", "artifacts": [{"url": "javascript:alert(1)"}], "metrics": [{"name": "m"}], "usage": {"inputTokens": -1}})).await;
    answer.refused(422);
    let mut pointers: Vec<String> =
        answer.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap().into()).collect();
    pointers.sort();
    assert_eq!(pointers, ["/artifacts/0/url", "/metrics/0/before", "/summary", "/usage/inputTokens"]);
    let wrong = app.post("/api/report", json!({"summary": 5})).await;
    wrong.refused(422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/summary");
    let goal = app.get("/api/goals/G1").await.ok();
    assert_eq!((&goal["updates"], &goal["artifacts"]), (&json!([]), &json!([])));
    assert_eq!(app.get("/api/inbox").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_link_that_a_person_undid_stays_undone_unless_reported_again() {
    let app = with_goals(&["One"]).await;
    let made = app.post("/api/goals/G1/artifacts", json!({"url": "https://gitlab.com/group/sub/project/-/merge_requests/34"})).await.ok();
    assert_eq!((&made["type"], &made["linkReason"]), (&json!("mr"), &json!("added by hand")));
    let id = made["id"].as_str().unwrap();
    assert_eq!(app.delete(&format!("/api/goals/G1/artifacts/{id}")).await.status, 204);
    assert_eq!(app.get("/api/goals/G1").await.ok()["artifacts"], json!([]));
    app.delete(&format!("/api/goals/G1/artifacts/{id}")).await.refused(404);
}

#[tokio::test]
async fn outcomes_and_metrics_by_hand() {
    let app = with_goals(&["One"]).await;
    let set = app
        .patch(
            "/api/goals/G1/outcomes",
            json!({"outcomes": ["team_adoption", "  our own words ", "team_adoption"], "notes": "said the CTO"}),
        )
        .await
        .ok();
    assert_eq!((&set["outcomes"], &set["outcomeNotes"]), (&json!(["team_adoption", "our own words"]), &json!("said the CTO")));
    let zero = app.post("/api/goals/G1/metrics", json!({"name": "Signups", "before": 0, "after": 7, "improve": "up"})).await;
    assert_eq!(zero.status, 201);
    assert_eq!(
        (&zero.json()["delta"], &zero.json()["deltaPercent"], &zero.json()["verdict"]),
        (&json!(7.0), &Value::Null, &json!("better"))
    );
    let baseline = app.post("/api/goals/G1/metrics", json!({"name": "p95", "before": 421.0})).await.ok();
    assert_eq!((&baseline["after"], &baseline["delta"]), (&Value::Null, &Value::Null));
    let path = format!("/api/metrics/{}", baseline["id"].as_str().unwrap());
    assert_eq!(app.patch(&path, json!({"after": 296.0, "improve": "down"})).await.ok()["delta"], -125.0);
    app.post("/api/goals/G1/metrics", json!({"name": "x", "before": "12"})).await.refused(422);
    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(app.get("/api/goals/G1").await.ok()["metrics"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_commit_is_one_artifact_however_it_is_named() {
    let app = with_goals(&["Troy BDC performance"]).await;
    let link = async |artifact: Value| app.post("/api/goals/G1/artifacts", artifact).await.ok()["id"].as_str().unwrap().to_owned();
    let full = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
    let short = link(json!({"type": "commit", "sha": "0a1b2c3"})).await;
    let address = format!("https://github.com/acme/app/commit/{full}");
    let named = json!({"type": "commit", "url": address, "title": "Batch draws"});
    assert_eq!(link(named).await, short, "first by a short sha, then by the address");
    assert_eq!(link(json!({"type": "commit", "sha": &full[..12]})).await, short);
    let goal = app.get("/api/goals/G1").await.ok();
    let commit = &goal["artifacts"][0];
    assert_eq!((&commit["url"], &commit["sha"], &commit["repo"]), (&json!(address), &json!(full), &json!("acme/app")));
    assert_eq!(commit["title"], "Batch draws");

    let fork = link(json!({"type": "commit", "url": format!("https://github.com/fork/app/commit/{full}")})).await;
    assert_ne!(fork, short, "the same digits in another repository are another record");
    let unclear = link(json!({"type": "commit", "sha": "0a1b2c3"})).await;
    assert!(unclear != short && unclear != fork, "between the two nothing is guessed");
}
