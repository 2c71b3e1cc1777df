//! Sentences, typed or spoken: what they mean here, and that nothing happens by them.

use crate::support::{
    TestApp,
    anthropic::{ONE_ANSWER, anthropic, spent_today},
    house::House,
};
use serde_json::{Value, json};

async fn app() -> TestApp {
    let app = TestApp::new().await;
    for title in ["Auth module", "Checkout in one step", "Checkout by invoice"] {
        app.post("/api/goals", json!({ "title": title })).await.ok();
    }
    app.post("/api/goals/G1/tasks", json!({"title": "Rotate the session keys"})).await.ok();
    app
}

async fn say(app: &TestApp, text: &str) -> Value {
    app.post("/api/command", json!({ "text": text })).await.ok()
}

#[tokio::test]
async fn a_sentence_becomes_what_would_start_the_session() {
    let app = app().await;
    let said = say(&app, "start a session on the auth module, use Claude Code, budget $5").await;
    assert_eq!((&said["intent"], &said["needsConfirmation"], &said["readBy"]), (&json!("start"), &json!(true), &json!("grammar")));
    assert_eq!((&said["parsed"]["target"], &said["parsed"]["agent"]), (&json!("auth module"), &json!("claude-code")));
    assert!(said["confidence"].as_f64().unwrap() > 0.8, "{said}");
    let body = &said["dispatch"];
    assert_eq!((&body["goalId"], &body["agent"], &body["limits"]["costUsd"]), (&json!("G1"), &json!("claude-code"), &json!(5.0)));
    let task = say(&app, "start a session on rotating session keys with codex").await;
    assert_eq!((&task["task"]["key"], &task["goal"]["key"], &task["dispatch"]["taskId"]), (&json!("T1"), &json!("G1"), &json!("T1")));
    assert_eq!(app.get("/api/sessions").await.ok()["items"], json!([]), "a person says yes first");
}

#[tokio::test]
async fn what_could_mean_several_is_asked_back() {
    let app = app().await;
    let said = say(&app, "start a session on checkout").await;
    assert_eq!((&said["dispatch"], said["choices"].as_array().unwrap().len()), (&Value::Null, 2), "{said}");
    let nothing = say(&app, "start a session on the payroll").await;
    assert_eq!(nothing["dispatch"], Value::Null);
    assert!(nothing["answer"].as_str().unwrap().contains("“payroll”"), "{nothing}");
    let looked_at = json!({"text": "start a session on the payroll", "goalId": "G2"});
    let said = app.post("/api/command", looked_at).await.ok();
    assert_eq!((&said["dispatch"]["goalId"], &said["dispatch"]["prompt"]), (&json!("G2"), &json!("payroll")));
}

#[tokio::test]
async fn questions_are_answered_at_once() {
    let app = app().await;
    let spent = say(&app, "what did we spend today").await;
    assert_eq!((&spent["answer"], &spent["needsConfirmation"]), (&app.get("/api/budget").await.ok()["sentence"], &json!(false)));
    let status = say(&app, "status of the auth module").await;
    assert_eq!(status["answer"], "G1 “Auth module”: planning; 0 of 1 tasks done; $0.00 spent.");
    assert_eq!(status["url"], "/goals/G1");
    let day = say(&app, "standup").await;
    assert!(day["answer"].as_str().unwrap().starts_with("Today: 0 done"), "{day}");
    let unknown = say(&app, "colourless green ideas").await;
    assert_eq!((&unknown["intent"], &unknown["confidence"]), (&json!("unknown"), &json!(0.0)));
    app.post("/api/command", json!({"text": " "})).await.refused(422);
}

#[tokio::test]
async fn a_model_reads_what_the_grammar_cannot() {
    let app = app().await;
    let (url, asked) = anthropic(|_| r#"{"intent": "status", "parts": {"goal": "auth module"}}"#.to_owned()).await;
    let connection = json!({"kind": "anthropic", "baseUrl": url, "model": "claude-sonnet-5-5", "secret": "sk-ant-secret-0001"});
    app.post("/api/connections", connection).await.ok();
    let said = say(&app, "the auth thing, any news there perhaps").await;
    assert_eq!((&said["intent"], &said["readBy"], &said["goal"]["key"]), (&json!("status"), &json!("claude-sonnet-5-5"), &json!("G1")));
    say(&app, "status of G1").await;
    assert_eq!(asked.lock().unwrap().len(), 1, "what the grammar reads costs nothing");
    assert_eq!(spent_today(&app).await, ONE_ANSWER);
}

#[tokio::test]
async fn a_session_and_what_it_asks_are_found_by_a_sentence() {
    let house = House::new().await;
    let key = house.start(&["ask touch a", "ask rm -rf build", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    let yes = say(&house.app, "approve").await;
    assert_eq!((&yes["approvalId"], &yes["sessionKey"]), (&ask["id"], &json!(key)), "{yes}");
    let stop = say(&house.app, "stop the session on faster start").await;
    assert_eq!((&stop["intent"], &stop["sessionId"], &stop["needsConfirmation"]), (&json!("stop"), &ask["sessionId"], &json!(true)));
    assert_eq!(house.app.get("/api/approvals?status=pending").await.ok()["items"].as_array().unwrap().len(), 1, "it still waits");
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    let destructive = house.asked(&key).await;
    let refused = say(&house.app, "approve").await;
    assert_eq!(refused["approvalId"], Value::Null, "{refused}");
    assert!(refused["answer"].as_str().unwrap().contains("on its card"), "{refused}");
    let no = say(&house.app, "deny it").await;
    assert_eq!(no["approvalId"], destructive["id"]);
    house.answer(&destructive, json!({"decision": "deny"})).await.ok();
    house.is(&key, "succeeded").await;
    let nothing = say(&house.app, "stop everything").await;
    assert_eq!((&nothing["choices"], &nothing["answer"]), (&json!([]), &json!("No session like that runs.")));
}
