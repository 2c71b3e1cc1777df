//! Never a cent over a cap, plus at most the turn in flight.

use crate::support::house::House;
use futures::future::join_all;
use serde_json::{Value, json};

async fn caps(house: &House, caps: Value) {
    house.app.put("/api/budget", caps).await.ok();
}

#[tokio::test]
async fn of_twenty_starts_at_once_those_start_that_the_cap_has_room_for() {
    let house = House::new().await;
    caps(&house, json!({"dayUsd": 3.5, "parallel": 20})).await;
    let asks = (0..20).map(|_| house.ask(&["stay"], json!({"limits": {"costUsd": 1}})));
    let answers = join_all(asks).await;
    let started = answers.iter().filter(|answer| answer.status == 202).count();
    assert_eq!(started, 3);
    let refused = answers.iter().find(|answer| answer.status != 202).unwrap().json();
    assert_eq!(refused["status"], 409);
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("the budget of the day ($3.50) has $0.50 left, and $1.00 is needed"), "{detail}");
    let budget = house.app.get("/api/budget").await.ok();
    assert_eq!((budget["day"]["reservedUsd"].as_f64(), budget["day"]["remainingUsd"].as_f64()), (Some(3.0), Some(0.5)));
}

#[tokio::test]
async fn three_agents_that_burn_money_end_at_the_cap_plus_the_turn_in_flight() {
    let house = House::new().await;
    caps(&house, json!({"dayUsd": 1})).await;
    // 6 cents a call, ten calls a second.
    let burn = ["calls 1000 10 10000 1000", "end"];
    let asked = join_all((0..3).map(|_| house.ask(&burn, json!({"limits": {"costUsd": 0.33}})))).await;
    let mut spent = 0.0;
    for answer in asked {
        let key = answer.ok()["key"].as_str().unwrap().to_owned();
        let session = house.is(&key, "over-budget").await;
        let cost = session["costUsd"].as_f64().unwrap();
        assert!((0.33..0.33 + 0.07).contains(&cost), "{cost}");
        spent += cost;
    }
    assert!(spent < 1.0 + 3.0 * 0.06, "{spent}");
    let budget = house.app.get("/api/budget").await.ok();
    assert!((budget["day"]["spentUsd"].as_f64().unwrap() - spent).abs() < 1e-9, "{budget}");
    assert_eq!(budget["day"]["reservedUsd"], 0.0, "the rest is released");
    assert_eq!(budget["day"]["sessions"], 3);
}

#[tokio::test]
async fn a_session_that_reached_its_cap_goes_on_when_the_cap_is_raised() {
    let house = House::new().await;
    caps(&house, json!({"dayUsd": 0.2})).await;
    let key = house.start(&["calls 1000 50 10000 1000", "end"], json!({})).await;
    house.is(&key, "over-budget").await;
    let refused = house.app.post(&format!("/api/sessions/{key}/resume"), json!({"prompt": "Go on"})).await.refused(409);
    assert!(refused.contains("the budget of the day"), "{refused}");
    caps(&house, json!({"dayUsd": 5})).await;
    let resumed = house.app.post(&format!("/api/sessions/{key}/resume"), json!({"prompt": "Go on"})).await;
    assert_eq!(resumed.status, 202, "{}", resumed.body);
    let session = house.until(&key, |session| session["run"] == 2 && session["status"] == "succeeded").await;
    assert_eq!(session["output"], "Understood: Go on");
}

#[tokio::test]
async fn the_cap_of_a_goal_and_of_a_task_hold_too() {
    let house = House::new().await;
    caps(&house, json!({"perGoalUsd": 2, "perTaskUsd": 0.5})).await;
    let task = house.task(json!({"title": "Measure"})).await;
    let body = |cost: f64| json!({"taskId": task["key"], "limits": {"costUsd": cost}});
    let refused = house.ask(&["stay"], body(0.75)).await.refused(409);
    assert!(refused.contains("the budget of a task ($0.50)"), "{refused}");
    house.start(&["stay"], body(0.5)).await;
    let refused = house.ask(&["stay"], json!({"limits": {"costUsd": 1.75}})).await.refused(409);
    assert!(refused.contains("the budget of the goal ($2.00) has $1.50 left"), "{refused}");
}

#[tokio::test]
async fn sessions_beyond_the_parallel_limit_wait_and_say_so() {
    let house = House::new().await;
    caps(&house, json!({"parallel": 1})).await;
    let first = house.start(&["stay"], json!({})).await;
    house.is(&first, "running").await;
    let second = house.start(&["end"], json!({})).await;
    let waiting = house.until(&second, |session| session["waitsFor"].is_string()).await;
    assert_eq!(waiting["waitsFor"], "a place: 1 of 1 sessions run");
    house.app.post(&format!("/api/sessions/{first}/stop"), json!({})).await.ok();
    house.is(&second, "succeeded").await;
}
