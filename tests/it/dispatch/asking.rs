//! What agents ask, and who answers.

use crate::support::house::House;
use serde_json::json;

#[tokio::test]
async fn a_person_allows_it_once_from_anywhere() {
    let house = House::new().await;
    let key = house.start(&["ask touch allowed.txt", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    assert_eq!((ask["command"].as_str(), ask["agent"].as_str()), (Some("touch allowed.txt"), Some("claude-code")));
    assert_eq!(ask["assessment"]["risk"], "writes");
    let answered = house.answer(&ask, json!({"decision": "allow"})).await.ok();
    assert_eq!((answered["status"].as_str(), answered["answeredBy"].as_str()), (Some("allowed"), Some("token test")));
    let twice = house.answer(&ask, json!({"decision": "deny"})).await.refused(409);
    assert!(twice.contains("allowed already, by token test"), "{twice}");
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["exitReason"], "finished, nothing committed, 1 file not committed");
}

#[tokio::test]
async fn what_is_remembered_for_the_goal_is_not_asked_again() {
    let house = House::new().await;
    let key = house.start(&["ask touch a", "ask touch b", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    house.answer(&ask, json!({"decision": "allow", "remember": "goal"})).await.ok();
    house.is(&key, "succeeded").await;
    let second = house.start(&["ask touch c", "end"], json!({})).await;
    house.is(&second, "succeeded").await;
    let all = house.app.get("/api/approvals").await.ok();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all}");
}

#[tokio::test]
async fn what_is_destructive_is_never_remembered() {
    let house = House::new().await;
    let key = house.start(&["ask rm -rf build", "end"], json!({"autoApprove": "edit"})).await;
    let ask = house.asked(&key).await;
    assert_eq!((ask["assessment"]["risk"].as_str(), ask["mayBeRemembered"].as_bool()), (Some("destructive"), Some(false)));
    let refused = house.answer(&ask, json!({"decision": "allow", "remember": "session"})).await;
    assert_eq!(refused.json()["errors"][0]["pointer"], "/remember", "{}", refused.body);
    house.answer(&ask, json!({"decision": "deny", "message": "Keep it."})).await.ok();
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["denials"], 1);
}

#[tokio::test]
async fn a_setting_allows_what_it_covers() {
    let house = House::new().await;
    let key = house.start(&["ask touch a && git add a && git commit -q -m A", "end"], json!({"autoApprove": "all"})).await;
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["exitReason"], "finished, 1 commit");
    assert_eq!(house.app.get("/api/approvals").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_message_reaches_the_agent_while_it_works_and_one_that_ended_is_resumed() {
    let house = House::new().await;
    let key = house.start(&["ask touch a", "end First."], json!({})).await;
    let ask = house.asked(&key).await;
    house.app.post(&format!("/api/sessions/{key}/message"), json!({"text": "And then rest."})).await.ok();
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["output"], "Understood: And then rest.");
    let refused = house.app.post(&format!("/api/sessions/{key}/message"), json!({"text": "More"})).await.refused(409);
    assert!(refused.contains("has ended; resume it"), "{refused}");
    let resumed = house.app.post(&format!("/api/sessions/{key}/resume"), json!({"prompt": "Once more."})).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let session = house.until(&key, |session| session["run"] == 2 && session["status"] == "succeeded").await;
    assert_eq!(session["output"], "Understood: Once more.");
    assert_eq!(session["externalId"], house.session(&key).await["externalId"]);
    let log = house.log(&key).await;
    let numbers: Vec<u64> = log.as_array().unwrap().iter().map(|entry| entry["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "both runs are in one transcript");
}

#[tokio::test]
async fn stopping_ends_every_process_and_withdraws_what_was_asked() {
    let house = House::new().await;
    let key = house.start(&["run sleep 300 > /dev/null 2>&1 &", "ask touch a", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    house.app.post(&format!("/api/sessions/{key}/stop"), json!({})).await.ok();
    let session = house.is(&key, "stopped").await;
    assert_eq!(session["pid"], json!(null));
    let gone = house.answer(&ask, json!({"decision": "allow"})).await.refused(409);
    assert!(gone.contains("does not wait"), "{gone}");
    assert!(crate::support::house::processes(house.app.data.path()).is_empty(), "none is left");
}
