//! What happens when something goes wrong: the agent, its runner, the server.

use crate::support::house::{House, begin, processes};
use chrono::TimeDelta;
use maestro::server::clock::Clock;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

#[tokio::test]
async fn a_limit_pauses_every_session_of_the_agent_until_the_time_that_the_provider_names() {
    let house = House::new().await;
    let key = house.start(&["limit 3600"], json!({})).await;
    let session = house.until(&key, |session| session["status"] == "queued" && session["waitsFor"].is_string()).await;
    assert!(session["exitReason"].as_str().unwrap().contains("limit"), "{session}");
    let other = house.start(&["end"], json!({})).await;
    let waiting = house.until(&other, |session| session["waitsFor"].is_string()).await;
    assert!(waiting["waitsFor"].as_str().unwrap().starts_with("Claude Code to serve again"), "{waiting}");
    let centre = house.app.get("/api/dispatch").await.ok();
    assert_eq!(centre["pauses"][0]["agent"], "claude-code");
}

#[tokio::test]
async fn an_agent_that_crashes_again_and_again_waits_for_a_person() {
    let house = House::new().await;
    let key = house.start(&["crash"], json!({})).await;
    let session = house.is(&key, "failed").await;
    assert!(session["run"].as_u64().unwrap() <= 3, "{session}");
    assert_eq!(session["failure"], "agent crashed");
}

#[tokio::test]
async fn an_agent_that_is_not_installed_is_said_so() {
    let house = House::with(|config| config.agents.claude = Some("/no/such/agent".into())).await;
    let key = house.start(&["end"], json!({})).await;
    let session = house.is(&key, "failed").await;
    assert_eq!(session["exitReason"], "Claude Code is not installed, or not on PATH");
}

#[tokio::test]
async fn a_session_whose_runner_was_killed_is_ended_and_goes_on() {
    let house = House::new().await;
    let key = house.start(&["calls 5 100 1000 10", "say Alive.", "stay"], json!({})).await;
    let running = house.until(&key, |session| session["activity"] == "Alive." && session["pid"].is_u64()).await;
    let agent = Pid::from_raw(i32::try_from(running["pid"].as_u64().unwrap()).unwrap()).unwrap();
    let runner = processes(house.app.data.path()).into_iter().find(|pid| *pid != agent).unwrap();
    kill_process(runner, Signal::KILL).unwrap();
    let again = house.until(&key, |session| session["run"] == 2).await;
    assert!(again["exitReason"].is_null() || again["exitReason"].as_str().unwrap().contains("runner died"), "{again}");
    assert!(!processes(house.app.data.path()).contains(&agent), "its agent was ended");
    assert_eq!(house.said(&key).await.iter().filter(|text| *text == "Alive.").count(), 1);
    let session = house.session(&key).await;
    assert_eq!(session["costUsd"], 0.021, "nothing is lost, nothing is counted twice");
}

#[tokio::test]
async fn another_server_takes_up_what_the_first_one_left() {
    let mut house = House::new().await;
    let key = house.start(&["call 1000 100", "ask touch a", "run git add . && git commit -q -m A", "end Done."], json!({})).await;
    let ask = house.asked(&key).await;
    house.app.restart().await;
    begin(&house.app.app).await;
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    let session = house.is(&key, "succeeded").await;
    assert_eq!((session["costUsd"].as_f64(), session["exitReason"].as_str()), (Some(0.006), Some("finished, 1 commit")));
    let log = house.log(&key).await;
    let numbers: Vec<u64> = log.as_array().unwrap().iter().map(|entry| entry["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_a_session_told_while_it_ran_is_forgotten_and_what_was_done_is_kept() {
    let house = House::new().await;
    let key = house.start(&["say Looking.", "call 1000 10", "ask touch a", "end"], json!({})).await;
    let ask = house.asked(&key).await;
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    house.is(&key, "succeeded").await;
    let kinds = async || {
        let all = maestro::server::events::after(house.app.app.store.reader(), 0, 1_000).await.unwrap();
        all.into_iter().map(|event| event.kind).collect::<Vec<_>>()
    };
    let is_progress = |kind: &&String| matches!(kind.as_str(), "session.output" | "budget.spent");
    let before = kinds().await;
    assert!(before.iter().any(|kind| is_progress(&kind)), "{before:?}");
    let now = house.app.app.clock.now();
    assert_eq!(maestro::server::events::tidy(&house.app.app, now).await.unwrap(), 0, "listeners may still ask for it");
    maestro::server::events::tidy(&house.app.app, now + TimeDelta::hours(25)).await.unwrap();
    let kept: Vec<String> = before.into_iter().filter(|kind| !is_progress(&kind)).collect();
    assert_eq!(kinds().await, kept);
    let goal = house.app.page(&format!("/goals/{}", house.goal)).await;
    assert!(!goal.contains("has cost"), "progress is no news about a goal");
}

#[tokio::test]
async fn the_machines_clock_may_jump_without_harm() {
    let house = House::at(Clock::fixed(Clock::system().now()), |_| {}).await;
    house.app.put("/api/budget", json!({"dayUsd": 5})).await.ok();
    let steps = ["ask touch a", "call 100000 1000", "ask touch b", "end"];
    let key = house.start(&steps, json!({"limits": {"seconds": 600, "costUsd": 2}})).await;
    let first = house.asked(&key).await;
    // Its time is what passes, not what the clock says.
    house.app.advance(TimeDelta::days(2));
    house.app.app.queue.notify_one();
    house.answer(&first, json!({"decision": "allow"})).await.ok();
    let second = house.until(&key, |session| session["costUsd"] == 0.42 && session["status"] == "waiting-approval").await;
    assert_eq!((&second["reservedUsd"], &second["run"]), (&json!(1.58), &json!(1)), "{second}");
    house.app.advance(TimeDelta::days(-4));
    house.app.app.queue.notify_one();
    let ask = house.asked(&key).await;
    house.answer(&ask, json!({"decision": "allow"})).await.ok();
    let session = house.is(&key, "succeeded").await;
    assert!(session["endedAt"].as_str() >= session["startedAt"].as_str(), "{session}");
    let goal = house.app.get(&format!("/api/goals/{}", house.goal)).await.ok();
    let budget = house.app.get("/api/budget").await.ok();
    let figures = [&session["costUsd"], &goal["spend"]["costUsd"], &budget["day"]["reservedUsd"]];
    assert_eq!(figures, [&json!(0.42), &json!(0.42), &json!(0.0)]);
}
