//! Goals: made in seconds, changed without losing anybody's edit, never hard-deleted.

use crate::support::TestApp;
use chrono::Duration;
use serde_json::{Value, json};

async fn goal(app: &TestApp, title: &str) -> Value {
    app.post("/api/goals", json!({ "title": title })).await.ok()
}

#[tokio::test]
async fn a_title_is_all_that_a_goal_needs() {
    let app = TestApp::new().await;
    let answer = app.post("/api/goals", json!({"title": "  Cut checkout latency  "})).await;
    assert_eq!(answer.status, 201);
    let goal = answer.json();
    assert_eq!(answer.header("location"), Some(format!("/api/goals/{}", goal["id"].as_str().unwrap()).as_str()));
    assert_eq!(
        (&goal["title"], &goal["key"], &goal["status"], &goal["priority"]),
        (&json!("Cut checkout latency"), &json!("G1"), &json!("planning"), &json!("medium"))
    );
    assert_eq!(goal["createdAt"], "2026-02-18T14:00:00Z");
    for name in ["G1", "g1", goal["id"].as_str().unwrap()] {
        let read = app.get(&format!("/api/goals/{name}")).await.ok();
        assert_eq!(read["id"], goal["id"]);
        for list in ["tasks", "updates", "artifacts", "metrics", "sessions", "outcomes", "narratives"] {
            assert_eq!(read[list], json!([]), "{list}");
        }
        assert_eq!(read["spend"]["costUsd"], 0.0);
    }
}

#[tokio::test]
async fn a_bad_goal_is_refused_field_by_field_and_nothing_is_stored() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({})).await.refused(422);
    let answer = app.post("/api/goals", json!({"title": "x".repeat(201), "jiraUrl": "ftp://x", "unknown": true})).await;
    answer.refused(422);
    let pointers: Vec<Value> = answer.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(pointers, [json!("/title"), json!("/jiraUrl")]);
    let wrong = app.post("/api/goals", json!({"title": "x", "tags": ["a", 3]})).await;
    wrong.refused(422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/tags/1");
    app.post("/api/goals", json!({"title": "x", "status": "flying"})).await.refused(422);
    app.post("/api/goals", json!({"title": "x", "parent": "G99"})).await.refused(422);
    app.post("/api/goals", json!({"title": "x", "ownerId": "nobody"})).await.refused(422);
    app.call("POST", "/api/goals").body("application/json", "{\"title\": ").await.refused(400);
    assert_eq!(app.get("/api/goals").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_change_made_meanwhile_is_not_overwritten() {
    let app = TestApp::new().await;
    goal(&app, "One").await;
    let read = app.get("/api/goals/G1").await;
    let tag = read.header("etag").unwrap().to_owned();
    let changed = app.patch("/api/goals/G1", json!({"title": "Two", "project": "shop"})).header("if-match", &tag).await;
    assert_eq!(changed.ok()["title"], "Two");
    app.patch("/api/goals/G1", json!({"title": "Three"})).header("if-match", &tag).await.refused(412);
    let fresh = changed.header("etag").unwrap().to_owned();
    assert_ne!(tag, fresh);
    let cleared = app.patch("/api/goals/G1", json!({"project": null})).header("if-match", &fresh).await.ok();
    assert_eq!((&cleared["project"], &cleared["title"]), (&Value::Null, &json!("Two")));
}

#[tokio::test]
async fn every_step_across_the_board_is_kept_with_its_time() {
    let app = TestApp::new().await;
    goal(&app, "One").await;
    for status in ["executing", "measuring", "proven"] {
        app.advance(Duration::hours(1));
        app.patch("/api/goals/G1", json!({ "status": status })).await.ok();
    }
    let history = app.get("/api/goals/G1").await.ok()["statusHistory"].clone();
    let steps: Vec<(&str, &str)> =
        history.as_array().unwrap().iter().map(|s| (s["to"].as_str().unwrap(), s["at"].as_str().unwrap())).collect();
    let at = |h: u32| format!("2026-02-18T{h}:00:00Z");
    let (a, b, c, d) = (at(14), at(15), at(16), at(17));
    assert_eq!(steps, [("planning", a.as_str()), ("in-progress", &b), ("measuring", &c), ("proven", &d)]);
}

#[tokio::test]
async fn the_archive_gives_back_what_it_took() {
    let app = TestApp::new().await;
    goal(&app, "One").await;
    assert_eq!(app.delete("/api/goals/G1").await.status, 204);
    assert_eq!(app.get("/api/goals").await.ok()["items"], json!([]));
    assert_eq!(app.get("/api/goals?status=archived").await.ok()["items"][0]["key"], "G1");
    app.patch("/api/goals/G1", json!({"title": "x"})).await.refused(409);
    assert_eq!(app.call("POST", "/api/goals/G1/restore").await.ok()["archivedAt"], Value::Null);
    assert_eq!(app.get("/api/goals").await.ok()["items"][0]["key"], "G1");
    app.get("/api/goals/G7").await.refused(404);
}

#[tokio::test]
async fn lists_are_filtered_and_come_in_pages_newest_activity_first() {
    let app = TestApp::new().await;
    for i in 0..5 {
        app.advance(Duration::minutes(1));
        let body = json!({"title": format!("Goal {i}"), "tags": [if i % 2 == 0 { "even" } else { "od\"d%_" }], "project": if i < 2 { "alpha" } else { "beta" }});
        app.post("/api/goals", body).await.ok();
    }
    app.advance(Duration::minutes(1));
    app.post("/api/goals/G2/updates", json!({"summary": "touched"})).await.ok();
    let keys = async |query: &str| {
        let page = app.get(&format!("/api/goals{query}")).await.ok();
        page["items"].as_array().unwrap().iter().map(|g| g["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys("").await, "G2 G5 G4 G3 G1");
    assert_eq!(keys("?tag=even").await, "G5 G3 G1");
    assert_eq!(keys("?tag=od%22d%25_").await, "G2 G4");
    assert_eq!(keys("?project=alpha").await, "G2 G1");
    assert_eq!(keys("?q=goal+3").await, "G4");
    assert_eq!(keys("?q=%25").await, "G2 G4", "a percent sign is a character, not a wildcard");
    assert_eq!(keys("?status=planning&project=beta").await, "G5 G4 G3");

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/api/goals?limit=2{cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|g| g["key"].as_str().unwrap().to_owned()));
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.join(" "), "G2 G5 G4 G3 G1");
    for bad in ["?limit=0", "?limit=201", "?limit=x", "?cursor=nonsense", "?status=flying"] {
        app.get(&format!("/api/goals{bad}")).await.refused(422);
    }
}

#[tokio::test]
async fn a_goal_never_becomes_a_part_of_itself() {
    let app = TestApp::new().await;
    goal(&app, "Whole").await;
    app.post("/api/goals", json!({"title": "Part", "parent": "g1"})).await.ok();
    app.post("/api/goals", json!({"title": "Part of the part", "parent": "G2"})).await.ok();
    let said = app.patch("/api/goals/G1", json!({"parent": "G3"})).await.refused(422);
    assert!(said.contains("G1 → G2 → G3 → G1"), "{said}");
    let whole = app.get("/api/goals/G1").await.ok();
    assert_eq!(whole["children"][0]["key"], "G2");
    assert_eq!(app.get("/api/goals?parent=G1").await.ok()["items"][0]["key"], "G2");
}

#[tokio::test]
async fn the_context_document_loses_nobodys_edit() {
    let app = TestApp::new().await;
    goal(&app, "One").await;
    let empty = app.get("/api/goals/G1/context").await;
    assert_eq!((empty.status, empty.body.as_str()), (200, ""));
    assert!(empty.header("content-type").unwrap().starts_with("text/markdown"));
    let put = |text: &'static str| app.call("PUT", "/api/goals/G1/context").body("text/markdown", text);
    let first = put("# One").await;
    assert_eq!(first.status, 204);
    let tag = first.header("etag").unwrap().to_owned();
    put("# Blind").await.refused(428);
    assert_eq!(put("# Two").header("if-match", &tag).await.status, 204);
    put("# Late").header("if-match", &tag).await.refused(412);
    assert_eq!(app.get("/api/goals/G1/context").await.body, "# Two");
}

#[tokio::test]
async fn the_example_is_on_the_board_and_in_no_list() {
    let app = TestApp::new().await;
    maestro::server::goals::first_run(&app.app).await.unwrap();
    assert_eq!(app.get("/api/goals").await.ok()["items"], json!([]));
    let board = maestro::server::goals::board(app.app.store.reader(), &Default::default(), None).await.unwrap();
    assert_eq!(board.columns[0].cards[0].goal.key, "G0");
    assert_eq!(goal(&app, "Mine").await["key"], "G1");
    app.delete("/api/goals/G0").await;
    maestro::server::goals::first_run(&app.app).await.unwrap();
    let board = maestro::server::goals::board(app.app.store.reader(), &Default::default(), None).await.unwrap();
    assert_eq!(board.columns[0].cards.len(), 1, "it does not come back by itself");
}

#[tokio::test]
async fn every_version_of_the_context_says_who_wrote_it_and_what_it_changed() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "One"})).await.ok();
    let put = async |text: &'static str, seen: &str| {
        let call = app.call("PUT", "/api/goals/G1/context").body("text/markdown", text).header("if-match", seen).await;
        assert!(call.status < 300, "{}", call.body);
    };
    put("# Rules\n\nNo new crates.\n", "\"0\"").await;
    put("# Rules\n\nNo new crates.\nTests first.\n", "\"1\"").await;
    let versions = app.get("/api/goals/G1/context/versions").await.ok()["items"].clone();
    assert_eq!((&versions[0]["version"], &versions[1]["version"], &versions[0]["actor"]), (&json!(2), &json!(1), &json!("token test")));
    let change = app.get("/api/goals/G1/context/versions/2").await.ok();
    let patch = change["patch"].as_str().unwrap();
    assert!(patch.contains("\n+Tests first.\n") && !patch.contains("\n+No new crates."), "{patch}");
    assert!(change["markdown"].as_str().unwrap().ends_with("Tests first.\n"));
    let first = app.get("/api/goals/G1/context/versions/1").await.ok();
    assert!(first["patch"].as_str().unwrap().contains("\n+No new crates."), "{first}");
    for missing in ["3", "0", "x"] {
        app.get(&format!("/api/goals/G1/context/versions/{missing}")).await.refused(404);
    }
}
