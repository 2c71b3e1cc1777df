//! Proposals of tasks: from a model, from one that answers badly, and without one.

use crate::support::{
    TestApp,
    anthropic::{ONE_ANSWER, Writer, anthropic, spent_today},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const GOOD: &str = r##"{"tasks": [
    {"title": "Measure the start", "complexity": "simple", "estimateMinutes": 30, "dependsOn": []},
    {"title": "Load lazily", "details": "What is not needed at once.", "complexity": "complex", "estimateMinutes": 240, "dependsOn": ["#0"]}
]}"##;

async fn app_with(writer: Option<Writer>) -> (TestApp, Arc<Mutex<Vec<Value>>>) {
    let app = TestApp::new().await;
    let description = "- [ ] Profile the start\n- [ ] Cache the index\n- [x] Find a benchmark";
    app.post("/api/goals", json!({"title": "Faster start", "description": description})).await.ok();
    let Some(writer) = writer else { return (app, Arc::default()) };
    let (url, asked) = anthropic(writer).await;
    let connection = json!({"kind": "anthropic", "baseUrl": url, "model": "claude-sonnet-5-5", "secret": "sk-ant-secret-0001"});
    app.post("/api/connections", connection).await.ok();
    (app, asked)
}

async fn propose(app: &TestApp, body: Value) -> Value {
    app.post("/api/goals/G1/decompose", body).await.ok()
}

fn titles(proposal: &Value) -> Vec<&str> {
    proposal["tasks"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_model_proposes_and_a_person_takes_it_as_it_is() {
    let (app, asked) = app_with(Some(|_| GOOD.to_owned())).await;
    let proposal = propose(&app, json!({"instructions": "Few tasks.", "jira": "Starting takes 9 s."})).await;
    assert_eq!((&proposal["by"], &proposal["model"], &proposal["notes"]), (&json!("model"), &json!("claude-sonnet-5-5"), &json!([])));
    assert_eq!(titles(&proposal), ["Measure the start", "Load lazily"]);
    let told = asked.lock().unwrap()[0]["messages"][0]["content"].as_str().unwrap().to_owned();
    for part in ["Faster start", "Profile the start", "Few tasks.", "Starting takes 9 s."] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(app.get("/api/goals/G1").await.ok()["tasks"], json!([]), "nothing is stored by asking");
    app.post("/api/goals/G1/tasks", proposal["tasks"].clone()).await.ok();
    let tasks = app.get("/api/goals/G1").await.ok()["tasks"].clone();
    assert_eq!((&tasks[1]["title"], &tasks[1]["dependsOn"]), (&json!("Load lazily"), &json!([tasks[0]["id"]])));
    assert_eq!((&tasks[1]["complexity"], &tasks[1]["estimateMinutes"]), (&json!("complex"), &json!(240)));
}

#[tokio::test]
async fn a_bad_answer_is_given_back_once() {
    fn once_wrong(asked: &str) -> String {
        let circle = r##"{"tasks": [{"title": "A", "dependsOn": ["#1"]}, {"title": "B", "dependsOn": ["#0"]}]}"##;
        if asked.contains("Your answer cannot be used") { GOOD.to_owned() } else { circle.to_owned() }
    }
    let (app, asked) = app_with(Some(once_wrong)).await;
    let proposal = propose(&app, json!({})).await;
    assert_eq!((&proposal["by"], titles(&proposal)), (&json!("model"), vec!["Measure the start", "Load lazily"]));
    assert!(proposal["notes"][0].as_str().unwrap().contains("second"), "{proposal}");
    assert_eq!(asked.lock().unwrap().len(), 2);
    assert_eq!(spent_today(&app).await, 2.0 * ONE_ANSWER, "both answers were paid");
}

#[tokio::test]
async fn an_answer_that_stays_bad_is_refused_and_the_heuristic_says_why_it_speaks() {
    let (app, asked) = app_with(Some(|_| "I would rather not.".to_owned())).await;
    let proposal = propose(&app, json!({})).await;
    assert_eq!(asked.lock().unwrap().len(), 2, "no storm of questions");
    assert_eq!((&proposal["by"], titles(&proposal)), (&json!("heuristic"), vec!["Profile the start", "Cache the index"]));
    let note = proposal["notes"][0].as_str().unwrap();
    assert!(note.contains("claude-sonnet-5-5") && note.contains("refused twice"), "{note}");
    assert!(!proposal["notes"].to_string().contains("No model was asked"), "{proposal}");
}

#[tokio::test]
async fn without_a_key_the_goals_own_lists_are_taken_and_that_is_said() {
    let (app, _) = app_with(None).await;
    let proposal = propose(&app, json!({})).await;
    assert_eq!((&proposal["by"], &proposal["model"]), (&json!("heuristic"), &Value::Null));
    assert_eq!(titles(&proposal), ["Profile the start", "Cache the index"], "what is ticked is left out");
    assert!(proposal["notes"][0].as_str().unwrap().contains("No model was asked"), "{proposal}");
    let bare = app.call("POST", "/api/goals/G1/decompose").await.ok();
    assert_eq!(titles(&bare), titles(&proposal), "all of the body may be left out");
    app.post("/api/goals/G9/decompose", json!({})).await.refused(404);
    app.post("/api/goals/G1/decompose", json!({"instructions": "x\u{0}"})).await.refused(422);
}
