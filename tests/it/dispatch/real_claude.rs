//! Dispatch with the real Claude Code, where the machine has it (`TEST_CLAUDE`), and a scripted model.

use crate::support::{model_server::Turn, real::Account, scenes};
use chrono::Duration;
use maestro::domain::dispatch::AgentKind::ClaudeCode;
use serde_json::{Value, json};

/// What the agent says that all its work in this conversation has cost, in millionths of a dollar.
fn told(stream: &[Value]) -> f64 {
    let last = stream.iter().rev().find(|line| line["type"] == "result").unwrap();
    micros(&last["total_cost_usd"])
}

fn micros(dollars: &Value) -> f64 {
    (dollars.as_f64().unwrap() * 1e6).round()
}

#[tokio::test]
async fn one_task_after_the_other_from_the_wish_to_the_timeline() {
    let Some(chain) = scenes::chain(ClaudeCode, json!({ "complexity": "complex" })).await else { return };
    chain.check().await;
    let [write, commit] = &chain.asks[..] else { panic!("{:#?}", chain.asks) };
    assert_eq!((write["tool"].as_str(), write["assessment"]["risk"].as_str()), (Some("Write"), Some("writes")));
    assert!(write["diff"].as_str().unwrap().contains("+hello"), "{write:#}");
    assert_eq!(commit["command"], "git add hello.txt && git commit -q -m 'Say hello'");
    // Each call takes 1,000 tokens at $4 a million, and gives 100 at $20.
    for (session, cost) in chain.sessions.iter().zip([18_000.0, 12_000.0]) {
        assert_eq!((micros(&session["costUsd"]), session["costSource"].as_str()), (cost, Some("agent")), "{session:#}");
        assert_eq!(told(&chain.real.stream(session["key"].as_str().unwrap()).await), cost);
        assert_eq!(session["agent"], "claude-code");
    }
}

#[tokio::test]
async fn a_message_and_a_resume_go_on_with_the_same_conversation() {
    let Some((real, [first, second])) = scenes::spoken_to(ClaudeCode).await else { return };
    assert_eq!(micros(&second["costUsd"]), told(&real.stream("S1").await), "its own figure is that of both runs");
    assert_eq!(micros(&second["costUsd"]) - micros(&first["costUsd"]), 6_000.0, "the second run is one call");
}

#[tokio::test]
async fn a_stop_leaves_no_process() {
    scenes::stopped(ClaudeCode).await;
}

#[tokio::test]
async fn a_limit_holds_everybody_until_the_time_that_is_named() {
    let hour = Duration::hours(1);
    scenes::limited(ClaudeCode, Account::Subscription, hour, |named| Turn::Spent { resets_at: named.timestamp() }).await;
}

/// With a key, Claude Code ends at once where it would have to wait for long, and does not say for how long.
#[tokio::test]
async fn a_limit_whose_time_is_not_told_holds_everybody_for_a_minute() {
    let limit = |_| Turn::Limit { retry_after: Some(3_600) };
    scenes::limited(ClaudeCode, Account::Key, Duration::minutes(1), limit).await;
}

#[tokio::test]
async fn an_overload_is_waited_for() {
    scenes::overloaded(ClaudeCode, 4).await;
}

#[tokio::test]
async fn a_broken_connection_is_mended_by_the_agent() {
    scenes::dropped_once(ClaudeCode).await;
}

#[tokio::test]
async fn a_connection_that_breaks_for_ever_is_waited_for() {
    scenes::dropped(ClaudeCode, 8).await;
}

#[tokio::test]
async fn a_refused_key_is_for_a_person() {
    scenes::refused(ClaudeCode).await;
}

#[tokio::test]
async fn another_server_passes_the_answer_on() {
    scenes::taken_over(ClaudeCode).await;
}

#[tokio::test]
async fn a_killed_agent_goes_on_with_its_turn() {
    let Some(session) = scenes::killed(ClaudeCode).await else { return };
    assert_eq!(micros(&session["costUsd"]), 18_000.0, "what the first run used is counted, once: {session:#}");
}

#[tokio::test]
async fn a_session_over_its_cap_goes_on_with_a_higher_one() {
    scenes::capped(ClaudeCode, 1).await;
}
