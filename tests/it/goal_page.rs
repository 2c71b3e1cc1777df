//! The page of a goal as the server draws it, and the way back from what is done on it.

use crate::support::TestApp;
use serde_json::{Value, json};

async fn with_goal() -> TestApp {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Faster checkout", "tags": ["latency"], "project": "shop"})).await.ok();
    app
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

#[tokio::test]
async fn every_view_is_drawn_by_the_server() {
    let app = with_goal().await;
    let tasks = json!([{"title": "Cache the prices"}, {"title": "Load-test it", "dependsOn": ["#0"]}]);
    app.post("/api/goals/G1/tasks", tasks).await.ok();
    app.post("/api/goals/G1/metrics", json!({"name": "p95", "before": 421, "after": 296, "unit": "ms", "improve": "down"})).await.ok();
    app.post("/api/goals/G1/updates", json!({"summary": "Agreed on 300 ms"})).await.ok();
    let usage = json!({"goalId": "G1", "sessionId": "s", "agentName": "Codex", "summary": "Cached", "usage": {"inputTokens": 1200}});
    app.post("/api/report", usage).await.ok();
    let cases = [
        ("", vec!["Faster checkout", "296 ms", "was 421 ms", "entered by hand", "1 of unknown cost", "Cache the prices"]),
        ("?tab=tasks", vec!["Load-test it", "Blocked by T1", "Blocks T2", "Graph of the tasks"]),
        ("?tab=sessions", vec!["Codex", "unknown"]),
        ("?tab=timeline", vec!["Agreed on 300 ms", "Cached", "created it in"]),
        ("?tab=measurement", vec!["p95 fell from 421 to 296 ms", "which is better", "Team adoption"]),
        ("?tab=context", vec!["What should every agent know?"]),
    ];
    for (view, words) in cases {
        let page = app.page(&format!("/goals/G1{view}")).await;
        for word in words {
            assert!(page.contains(word), "{view} lacks “{word}”");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_404_and_what_is_archived_can_come_back() {
    let app = with_goal().await;
    assert_eq!(app.browser("GET", "/goals/G99").await.status, 404);
    app.delete("/api/goals/G1").await;
    let page = app.page("/goals/G1").await;
    assert!(page.contains("This goal is in the archive") && page.contains("Restore"), "no way back");
}

#[tokio::test]
async fn markdown_of_others_is_shown_not_obeyed() {
    let app = with_goal().await;
    let hostile = "**hello** <img src=x onerror=alert(1)> [x](javascript:alert(1))";
    app.patch("/api/goals/G1", json!({"description": hostile})).await.ok();
    let page = app.page("/goals/G1").await;
    assert!(page.contains("<strong>hello</strong>"));
    assert!(!page.contains("<img src=x") && !page.contains("href=\"javascript"), "somebody's text became code");
}

#[tokio::test]
async fn a_removed_task_comes_back_with_what_it_waits_for() {
    let app = with_goal().await;
    app.post("/api/goals/G1/tasks", json!([{"title": "a"}, {"title": "b", "dependsOn": ["#0"]}])).await.ok();
    let before = app.get("/api/tasks/T2").await.ok();
    app.delete("/api/tasks/T2").await;
    assert_eq!(app.get("/api/tasks/T2").await.status, 404);
    app.post("/rpc/tasks/bring-back", json!({"id": id(&before)})).await.ok();
    assert_eq!(app.get("/api/tasks/T2").await.ok()["dependsOn"], before["dependsOn"]);
}

#[tokio::test]
async fn an_unlinked_artifact_and_a_removed_metric_come_back() {
    let app = with_goal().await;
    let artifact = app.post("/api/goals/G1/artifacts", json!({"url": "https://example.org/report"})).await.ok();
    let metric = app.post("/api/goals/G1/metrics", json!({"name": "p95", "before": 1})).await.ok();
    let link = json!({"goal": "G1", "artifact": id(&artifact)});
    app.post("/rpc/evidence/unlink-artifact", link.clone()).await;
    app.post("/rpc/evidence/remove-metric", json!({"id": id(&metric)})).await;
    let gone = app.get("/api/goals/G1").await.ok();
    assert_eq!((&gone["artifacts"], &gone["metrics"]), (&json!([]), &json!([])));
    app.post("/rpc/evidence/relink-artifact", link).await;
    app.post("/rpc/evidence/bring-back-metric", json!({"id": id(&metric)})).await.ok();
    let back = app.get("/api/goals/G1").await.ok();
    assert_eq!(back["artifacts"][0]["linkReason"], "added by hand");
    assert_eq!(back["metrics"][0]["name"], "p95");
}

#[tokio::test]
async fn a_dismissed_report_comes_back_into_the_inbox() {
    let app = with_goal().await;
    app.post("/api/report", json!({"summary": "Fixed the login", "goalId": "G99"})).await.ok();
    let page = app.page("/inbox").await;
    assert!(page.contains("Fixed the login") && page.contains("there is no goal G99"));
    let waiting = app.post("/rpc/inbox/list", json!({})).await.ok();
    let report = json!({"id": id(&waiting[0])});
    app.post("/rpc/inbox/dismiss", report.clone()).await;
    assert!(app.page("/inbox").await.contains("Nothing waits for you"));
    app.post("/rpc/inbox/bring-back", report.clone()).await;
    assert!(app.page("/inbox").await.contains("Fixed the login"));
    assert_eq!(app.post("/rpc/inbox/bring-back", report).await.status, 409);
}

#[tokio::test]
async fn a_report_given_to_the_wrong_goal_is_taken_back_with_all_that_came_with_it() {
    let app = with_goal().await;
    app.post("/api/goals", json!({"title": "Another"})).await.ok();
    app.post("/api/goals/G1/artifacts", json!({"type": "commit", "sha": "aaaaaaaaaa"})).await.ok();
    app.advance(chrono::Duration::minutes(1));
    let report = json!({"summary": "Fixed the login", "goalId": "G99", "sessionId": "s-1",
        "artifacts": [{"type": "commit", "sha": "aaaaaaaaaa"}, {"type": "commit", "sha": "bbbbbbbbbb"}],
        "metrics": [{"name": "p95", "before": 12.3, "after": 1.8}]});
    app.post("/api/report", report).await.ok();
    let waiting = app.post("/rpc/inbox/list", json!({})).await.ok();
    let (assign, id) = (|goal: &str| json!({"id": id(&waiting[0]), "goal": goal}), json!({"id": id(&waiting[0])}));
    let before = app.get("/api/goals/G1").await.ok();
    let count = |goal: &Value, what: &str| goal[what].as_array().map(Vec::len);
    app.post("/rpc/inbox/assign", assign("G1")).await.ok();
    let given = app.get("/api/goals/G1").await.ok();
    for what in ["updates", "artifacts", "metrics", "sessions"] {
        assert_eq!(count(&given, what), count(&before, what).map(|n| n + 1), "{what}");
    }
    app.post("/rpc/inbox/unassign", id.clone()).await.ok();
    let after = app.get("/api/goals/G1").await.ok();
    for what in ["updates", "artifacts", "metrics", "sessions"] {
        assert_eq!(count(&after, what), count(&before, what), "{what}");
    }
    assert!(app.page("/inbox").await.contains("Fixed the login"));
    assert_eq!(app.post("/rpc/inbox/unassign", id).await.status, 409);
    app.post("/rpc/inbox/assign", assign("G2")).await.ok();
    let other = app.get("/api/goals/G2").await.ok();
    let counts = ["updates", "artifacts", "metrics", "sessions"].map(|what| count(&other, what));
    assert_eq!(counts, [Some(1), Some(2), Some(1), Some(1)]);
    assert_eq!(app.post("/rpc/inbox/unassign", json!({"id": "nothing"})).await.status, 404);
}

#[tokio::test]
async fn forms_work_before_the_program_is_there() {
    let app = with_goal().await;
    let cookie = app.cookie().await;
    let send = |path: &str, body: &'static str| {
        app.anonymous("POST", path).header("cookie", &cookie).header("origin", &app.base).body("application/x-www-form-urlencoded", body)
    };
    let added = send("/goals/G1/tasks", "title=Measure+the+start").await;
    assert_eq!((added.status, added.header("location")), (303, Some("/goals/G1?tab=tasks")));
    let logged = send("/goals/G1/updates", "summary=Cached+the+rules&details=").await;
    assert_eq!((logged.status, logged.header("location")), (303, Some("/goals/G1")));
    let goal = app.get("/api/goals/G1").await.ok();
    assert_eq!((&goal["tasks"][0]["title"], &goal["updates"][0]["summary"]), (&json!("Measure the start"), &json!("Cached the rules")));
    assert_eq!(send("/goals/G1/tasks", "title=").await.status, 422);
    let page = app.page("/goals/G1?tab=tasks").await;
    assert!(page.contains("action=\"/goals/G1/tasks\""), "{page}");
}

#[tokio::test]
async fn the_first_steps_tick_when_they_are_done() {
    let app = TestApp::new().await;
    let steps = async || {
        let frame = app.post("/rpc/frame", json!({})).await.ok();
        (frame["agentsKnown"].as_bool().unwrap(), frame["codeHostKnown"].as_bool().unwrap())
    };
    assert_eq!(steps().await, (false, false));
    app.token(maestro::domain::auth::Scope::Report).await;
    assert_eq!(steps().await, (true, false));
    app.post("/api/connections", json!({"kind": "github"})).await;
    assert_eq!(steps().await, (true, true));
}
