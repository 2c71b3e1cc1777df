//! What each model of a session took, and how full its agent's context is.

use crate::{
    backends::on_each_backend,
    support::house::{House, script},
};
use serde_json::{Value, json};

/// What a model took, as `[name, input, output, micro-dollars]`.
fn told(session: &Value) -> Vec<Value> {
    let row = |of: &Value| {
        let micros = of["costUsd"].as_f64().map(|dollars| (dollars * 1e6).round());
        json!([of["model"], of["tokens"]["input"], of["tokens"]["output"], micros])
    };
    session["models"].as_array().unwrap().iter().map(row).collect()
}

fn sum(session: &Value) -> f64 {
    session["models"].as_array().unwrap().iter().filter_map(|of| of["costUsd"].as_f64()).sum()
}

on_each_backend! {
    async fn each_model_has_its_tokens_and_its_cost_over_all_runs(database: &Empty) {
        let house = House::with(|config| config.database_url.clone_from(&database.url)).await;
        let key = house.start(&["call 1000 100", "helper claude-haiku-5-5 2000 300", "ask touch a", "end"], json!({})).await;
        let ask = house.asked(&key).await;
        let running = house.session(&key).await;
        let expected = [json!(["claude-opus-5-5", 1_000, 100, 6_000.0]), json!(["claude-haiku-5-5", 2_000, 300, 350.0])];
        assert_eq!(told(&running), expected, "while it runs, by the price book");
        house.answer(&ask, json!({"decision": "allow"})).await.ok();
        let session = house.is(&key, "succeeded").await;
        assert_eq!((told(&session).as_slice(), session["costUsd"].as_f64()), (expected.as_slice(), Some(sum(&session))), "{session:#}");
        let again = json!({"prompt": script(&["call 500 50", "end"])});
        house.app.post(&format!("/api/sessions/{key}/resume"), again).await.ok();
        let session = house.until(&key, |session| session["run"] == 2 && session["status"] == "succeeded").await;
        let more = [json!(["claude-opus-5-5", 1_500, 150, 9_000.0]), json!(["claude-haiku-5-5", 2_000, 300, 350.0])];
        assert_eq!(told(&session), more, "both runs");
        assert!((session["costUsd"].as_f64().unwrap() - sum(&session)).abs() < 1e-9);
        let listed = house.app.get("/api/sessions").await.ok();
        assert_eq!(listed["items"][0]["models"], session["models"]);
    }

    async fn how_full_the_context_is_follows_the_last_call_of_the_agent_itself(database: &Empty) {
        let house = House::with(|config| config.database_url.clone_from(&database.url)).await;
        let key = house.start(&["call 1000 100", "helper claude-haiku-5-5 90000 300", "ask touch a", "call 3000 200", "end"], json!({})).await;
        let ask = house.asked(&key).await;
        let fill = |session: &Value| (session["contextTokens"].as_i64(), session["contextWindow"].as_i64());
        assert_eq!(fill(&house.session(&key).await), (Some(1_100), None), "nobody has said yet how much fits, and nothing is guessed");
        house.answer(&ask, json!({"decision": "allow"})).await.ok();
        let session = house.is(&key, "succeeded").await;
        assert_eq!(fill(&session), (Some(3_200), Some(200_000)));
        let log = house.log(&key).await;
        assert!(log.as_array().unwrap().iter().all(|entry| entry["type"] != "context"), "it is no part of the log");
        // What the agent said of the model holds for its next session from the beginning.
        let next = house.start(&["call 500 50", "ask touch b", "end"], json!({})).await;
        house.asked(&next).await;
        assert_eq!(fill(&house.session(&next).await), (Some(550), Some(200_000)));
    }
}

#[tokio::test]
async fn a_model_without_a_price_has_an_unknown_cost() {
    let house = House::new().await;
    let key = house.start(&["call 1000 100", "helper of-my-own 2000 300", "end"], json!({})).await;
    let session = house.is(&key, "succeeded").await;
    assert_eq!(told(&session), [json!(["claude-opus-5-5", 1_000, 100, 6_000.0]), json!(["of-my-own", 2_000, 300, null])]);
    assert_eq!(session["models"][1]["unpriced"], true);
    assert_eq!((session["costSource"].as_str(), session["costUsd"].as_f64()), (Some("unpriced"), Some(sum(&session))));
}

#[tokio::test]
async fn a_session_that_only_reported_has_no_models() {
    let house = House::idle(|_| {}).await;
    let report = json!({"goalId": house.goal, "sessionId": "own", "summary": "Did it", "usage": {"inputTokens": 5, "costUsd": 0.1}});
    let reported = house.app.post("/api/report", report).await.ok();
    let session = house.session(reported["sessionId"].as_str().unwrap()).await;
    assert_eq!((&session["models"], session["costUsd"].as_f64()), (&json!([]), Some(0.1)));
}
