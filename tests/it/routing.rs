//! The rules that choose agent and model.

use crate::support::{TestApp, house::House};
use serde_json::{Value, json};

fn rule(name: &str, words: &[&str], agent: &str, model: &str) -> Value {
    json!({"name": name, "when": {"words": words}, "then": {"agent": agent, "model": model, "limits": {"costUsd": 0.5}}})
}

#[tokio::test]
async fn the_first_rule_that_fits_decides_and_the_rest_is_the_default() {
    let app = TestApp::new().await;
    let before = app.get("/api/routing").await.ok();
    assert_eq!(before["rules"].as_array().unwrap().len(), 3, "{before}");
    let rules =
        json!({"rules": [rule("docs", &["docs"], "claude-code", "claude-haiku-5-5"), rule("parser", &["parser"], "codex", "gpt-6-sol")]});
    let after = app.put("/api/routing", rules).await.ok();
    assert_eq!((&after["fallback"], &after["cheaperBelowPercent"]), (&before["fallback"], &json!(20)));
    let tried = app.post("/api/routing/try", json!({"title": "Speed the parser up", "details": "and its docs"})).await.ok();
    assert_eq!((&tried["choice"]["rule"], &tried["choice"]["then"]["model"]), (&json!("docs"), &json!("claude-haiku-5-5")));
    assert_eq!((&tried["expectedUsd"], &tried["sessions"]), (&Value::Null, &json!(0)), "nothing is known, and that is said");
    let other = app.post("/api/routing/try", json!({"title": "Plan the launch"})).await.ok();
    assert_eq!(other["choice"]["rule"], "otherwise");
}

#[tokio::test]
async fn every_bad_field_of_a_rule_is_named_and_nothing_changes() {
    let app = TestApp::new().await;
    let bad = json!({"rules": [{"name": " ", "then": {"agent": "codex", "model": "--yolo", "limits": {"costUsd": -1}}}], "cheaperBelowPercent": 120});
    let refused = app.put("/api/routing", bad).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let pointers: Vec<Value> = refused.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    for pointer in ["/rules/0/name", "/rules/0/then/model", "/rules/0/then/limits/costUsd", "/cheaperBelowPercent"] {
        assert!(pointers.contains(&json!(pointer)), "{pointer}: {pointers:?}");
    }
    assert_eq!(app.get("/api/routing").await.ok()["rules"].as_array().unwrap().len(), 3);
    let agent = json!({"rules": [{"name": "x", "then": {"agent": "bash"}}]});
    assert_eq!(app.put("/api/routing", agent).await.status, 422);
}

#[tokio::test]
async fn little_money_chooses_the_cheaper_one() {
    let app = TestApp::new().await;
    app.post("/api/goals", json!({"title": "Faster start"})).await.ok();
    app.put("/api/budget", json!({"dayUsd": 10})).await.ok();
    let spent = json!({"goalId": "G1", "sessionId": "a", "summary": "a", "usage": {"costUsd": 9}});
    app.post("/api/report", spent).await.ok();
    let tried = app.post("/api/routing/try", json!({"title": "Redesign it", "complexity": "complex"})).await.ok();
    assert_eq!(tried["choice"]["then"]["model"], "claude-haiku-5-5");
    assert!(tried["choice"]["reason"].as_str().unwrap().contains("10 % of the day's budget is left"), "{tried}");
}

#[tokio::test]
async fn a_session_is_started_by_the_rule_and_then_tells_what_the_next_may_cost() {
    let house = House::new().await;
    let rules = json!({"rules": [rule("starts", &["faster"], "claude-code", "claude-opus-5-5")]});
    house.app.put("/api/routing", rules).await.ok();
    let mut costs = Vec::new();
    for tokens in ["2000", "90000", "4000"] {
        let body = json!({"agent": "auto", "model": "auto", "limits": {"costUsd": 5}});
        let key = house.start(&["say Faster.", &format!("call {tokens} 10"), "end"], body).await;
        let session = house.is(&key, "succeeded").await;
        assert!(session["rule"].as_str().unwrap().starts_with("starts"), "{session}");
        costs.push(session["costUsd"].as_f64().unwrap());
    }
    costs.sort_by(f64::total_cmp);
    let tried = house.app.post("/api/routing/try", json!({"title": "Make it faster"})).await.ok();
    assert_eq!((&tried["expectedUsd"], &tried["sessions"]), (&json!(costs[1]), &json!(3)), "the one in the middle");
}
