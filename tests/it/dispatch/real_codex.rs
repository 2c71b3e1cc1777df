//! Dispatch with the real Codex, where the machine has it (`TEST_CODEX`), and a scripted model.

use crate::support::{model_server::Turn, real::Account, scenes};
use chrono::Duration;
use maestro::domain::dispatch::AgentKind::Codex;
use serde_json::json;

#[tokio::test]
async fn one_task_after_the_other_from_the_wish_to_the_timeline() {
    let Some(chain) = scenes::chain(Codex, json!({ "details": "Fix it." })).await else { return };
    chain.check().await;
    let (edit, commit) = (&chain.asks[0], chain.asks.last().unwrap());
    assert_eq!((edit["tool"].as_str(), edit["assessment"]["risk"].as_str()), (Some("edit"), Some("writes")), "{:#?}", chain.asks);
    assert_eq!(commit["command"], "git add hello.txt && git commit -q -m 'Say hello'", "{:#?}", chain.asks);
    // Each call takes 1,000 tokens, and gives 100: at $5 and $30 a million, the second task's model at $2 and $10.
    for (session, (model, cost)) in chain.sessions.iter().zip([("gpt-5.5", 0.024), ("gpt-6-sol", 0.006)]) {
        assert_eq!((session["costUsd"].as_f64(), session["costSource"].as_str()), (Some(cost), Some("tokens")), "{session:#}");
        assert_eq!((session["agent"].as_str(), session["model"].as_str()), (Some("codex"), Some(model)), "{session:#}");
    }
}

#[tokio::test]
async fn a_message_and_a_resume_go_on_with_the_same_conversation() {
    let Some((real, [first, second])) = scenes::spoken_to(Codex).await else { return };
    // A call costs 0.8 cents.
    assert_eq!(first["costUsd"], json!(0.016));
    assert_eq!(second["costUsd"], json!(0.024));
    assert_eq!(real.model.calls().len(), 3);
}

#[tokio::test]
async fn a_stop_leaves_no_process() {
    scenes::stopped(Codex).await;
}

#[tokio::test]
async fn a_limit_holds_everybody_until_the_time_that_is_named() {
    let hour = Duration::hours(1);
    scenes::limited(Codex, Account::Subscription, hour, |named| Turn::Spent { resets_at: named.timestamp() }).await;
}

/// Left alone, Codex would wait for an hour, and say nothing.
#[tokio::test]
async fn a_limit_whose_time_is_not_told_holds_everybody_for_a_minute() {
    let limit = |_| Turn::Limit { retry_after: Some(3_600) };
    scenes::limited(Codex, Account::Key, Duration::minutes(1), limit).await;
}

#[tokio::test]
async fn an_overload_is_waited_for() {
    scenes::overloaded(Codex, 4).await;
}

#[tokio::test]
async fn a_broken_connection_is_mended_by_the_agent() {
    scenes::dropped_once(Codex).await;
}

#[tokio::test]
async fn a_connection_that_breaks_for_ever_is_waited_for() {
    scenes::dropped(Codex, 8).await;
}

#[tokio::test]
async fn a_refused_key_is_for_a_person() {
    scenes::refused(Codex).await;
}

#[tokio::test]
async fn another_server_passes_the_answer_on() {
    scenes::taken_over(Codex).await;
}

#[tokio::test]
async fn a_killed_agent_goes_on_with_its_turn() {
    let Some(session) = scenes::killed(Codex).await else { return };
    // Codex tells what a call took when its tools have run, and forgets the one that was cut off.
    assert_eq!(session["costUsd"], json!(0.016), "{session:#}");
}

#[tokio::test]
async fn a_session_over_its_cap_goes_on_with_a_higher_one() {
    scenes::capped(Codex, 2).await;
}
