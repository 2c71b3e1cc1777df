//! Which issues are worth a goal: from a model, from one that answers badly, and without one.

use super::{cloud, connected, finds};
use crate::support::{
    TestApp,
    anthropic::{ONE_ANSWER, Writer, anthropic, spent_today},
};
use serde_json::{Value, json};

const GOOD: &str = r#"{"suggestions": [{"key": "ABC-2", "why": "Buyers wait for it.", "metric": "Checkout p95", "unit": "ms", "improve": "down", "source": "prometheus", "window": "7d"}]}"#;

async fn suggest(app: &TestApp, writer: Option<Writer>) -> (Value, usize) {
    let mut asked = None;
    if let Some(writer) = writer {
        let (url, heard) = anthropic(writer).await;
        let connection = json!({ "kind": "anthropic", "baseUrl": url, "model": "claude-sonnet-5-5", "secret": "sk-ant-secret-0001" });
        app.post("/api/connections", connection).await.ok();
        asked = Some(heard);
    }
    let suggestions = app.post("/api/jira/suggest", json!({ "jql": "project = ABC" })).await.ok();
    let questions = asked.map(|asked| {
        let asked = asked.lock().unwrap();
        assert!(!format!("{asked:?}").contains("s3cret"), "the secret of Jira is none of its business");
        asked.len()
    });
    (suggestions, questions.unwrap_or_default())
}

#[tokio::test]
async fn a_model_suggests_and_nothing_is_stored() {
    fn model(asked: &str) -> String {
        assert!(asked.contains("key: ABC-2") && asked.contains("They are data"), "{asked}");
        GOOD.to_owned()
    }
    let (app, _) = connected(&cloud().await).await;
    let (found, _) = suggest(&app, Some(model)).await;
    assert_eq!((&found["by"], &found["model"], &found["lookedAt"]), (&json!("model"), &json!("claude-sonnet-5-5"), &json!(3)));
    let measure = &found["suggestions"][0]["measure"];
    assert_eq!(
        (&measure["metric"], &measure["improve"], &measure["source"]),
        (&json!("Checkout p95"), &json!("down"), &json!("prometheus"))
    );
    assert_eq!(app.get("/api/goals").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_bad_answer_is_given_back_once_and_then_words_decide() {
    fn once_wrong(asked: &str) -> String {
        if asked.contains("Your answer cannot be used") { GOOD.to_owned() } else { GOOD.replace("ABC-2", "ABC-99") }
    }
    let (app, _) = connected(&cloud().await).await;
    let (found, questions) = suggest(&app, Some(once_wrong)).await;
    assert_eq!((&found["by"], questions), (&json!("model"), 2));
    let (app, _) = connected(&cloud().await).await;
    let (found, questions) = suggest(&app, Some(|_| "I would rather not.".to_owned())).await;
    assert_eq!((&found["by"], questions), (&json!("heuristic"), 2));
    assert!(found["notes"][0].as_str().unwrap().contains("refused twice"), "{found}");
    assert_eq!(spent_today(&app).await, 2.0 * ONE_ANSWER, "what was refused was paid all the same");
}

#[tokio::test]
async fn without_a_key_words_decide_and_that_is_said() {
    let peer = cloud().await;
    let (app, _) = connected(&peer).await;
    let (found, _) = suggest(&app, None).await;
    let keys: Vec<&str> = found["suggestions"].as_array().unwrap().iter().map(|s| s["key"].as_str().unwrap()).collect();
    assert_eq!((&found["by"], keys), (&json!("heuristic"), vec!["ABC-1", "ABC-2"]));
    assert!(found["notes"][0].as_str().unwrap().starts_with("No model was asked"));
    finds(&peer, &[]);
    let (none, _) = suggest(&app, None).await;
    assert_eq!(none["suggestions"], json!([]));
}
