//! Codex in trouble.

use super::*;
use crate::domain::{
    dispatch::{Cause, FailureClass},
    session::SessionStatus,
};
use serde_json::json;

const CODEX: AgentKind = AgentKind::Codex;

#[test]
fn errors_are_classed() {
    let cases = [
        ("error.401", FailureClass::Authentication),
        ("error.429", FailureClass::LimitReached),
        ("error.500", FailureClass::Overloaded),
        ("drop.mid-stream", FailureClass::Network),
        ("error.quota", FailureClass::LimitReached),
        ("error.context", FailureClass::OutOfContext),
    ];
    for (name, class) in cases {
        let mut run = Run::of(&launch(CODEX), name);
        let outcome = run.end(code(0));
        assert_eq!(outcome.class, Some(class), "{name}: {}", outcome.exit_reason);
        assert_eq!(run.closed(), 1, "{name}");
    }
}

#[test]
fn an_error_that_is_tried_again_is_not_the_end() {
    let run = Run::of(&launch(CODEX), "error.500");
    let told: Vec<String> = story(&run.events()).into_iter().filter(|line| line.starts_with("retry") || line.starts_with("turn")).collect();
    let expected: Vec<String> =
        (1..=5).map(|n| format!("retry {n}/5 None Overloaded")).chain(["turn false Some(Overloaded)".into()]).collect();
    assert_eq!(told, expected);
}

#[test]
fn the_first_refused_key_ends_it_at_once() {
    let run = Run::of(&launch(CODEX), "error.401");
    let first = run.steps.iter().position(|step| matches!(step, Step::Event(Event::Retry { .. }))).unwrap();
    let interrupt = &written(&run.steps[first..])[0];
    assert_eq!((interrupt["method"].as_str(), &run.steps[first + 2]), (Some("turn/interrupt"), &Step::CloseInput));
}

#[test]
fn a_wait_that_may_last_for_hours_is_left_to_the_queue() {
    let mut run = Run::start(&launch(CODEX));
    let error = json!({ "message": "Reconnecting... 1/2", "additionalDetails": "exceeded retry limit, last status: 429 Too Many Requests",
        "codexErrorInfo": { "responseStreamDisconnected": { "httpStatusCode": 429 } } });
    let params = json!({ "error": error, "threadId": "t", "turnId": "u", "willRetry": true });
    let steps = run.adapter.read(&json!({ "method": "error", "params": params }).to_string());
    assert!(steps.contains(&Step::CloseInput), "{steps:?}");
    let outcome = run.end(code(0));
    assert_eq!((outcome.class, outcome.until), (Some(FailureClass::LimitReached), None));
}

#[test]
fn the_time_that_an_account_is_served_again_is_kept() {
    let mut run = Run::start(&launch(CODEX));
    let window = |used: u8, at: i64| json!({ "usedPercent": used, "resetsAt": at, "windowDurationMins": 300 });
    let limits = json!({ "primary": window(100, 1_795_700_000), "secondary": window(40, 1_795_900_000), "rateLimitReachedType": "rate_limit_reached" });
    let line = json!({ "method": "account/rateLimits/updated", "params": { "rateLimits": limits } }).to_string();
    let told = events(&run.adapter.read(&line));
    assert!(matches!(&told[..], [Event::Limit { until: Some(until), .. }] if until.timestamp() == 1_795_700_000));
    let plan = json!({ "method": "account/rateLimits/updated", "params": { "rateLimits": { "planType": "pro" } } }).to_string();
    assert_eq!(events(&run.adapter.read(&plan)), [Event::PaidByPlan], "who pays by the call has no plan");
    assert_eq!(events(&run.adapter.read(&plan)), [], "it is told once");
    run.read_all(&recorded(CODEX, "error.quota"));
    assert_eq!(run.end(code(0)).until.map(|until| until.timestamp()), Some(1_795_700_000));
}

#[test]
fn a_conversation_that_cannot_be_opened_ends_it() {
    let mut run = Run::start(&launch(CODEX));
    run.read_all(&recorded(CODEX, "edit.approved")[..1]);
    let steps =
        run.adapter.read(&json!({ "id": 2, "error": { "code": -32600, "message": "thread x already has an active writer" } }).to_string());
    assert_eq!(steps.last(), Some(&Step::CloseInput));
    let outcome = run.end(code(0));
    assert_eq!(
        (outcome.class, outcome.exit_reason.as_str()),
        (Some(FailureClass::Misconfigured), "it did not start: thread x already has an active writer")
    );
}

#[test]
fn a_process_that_is_killed_crashed_and_can_go_on() {
    let mut run = Run::of(&launch(CODEX), "killed-while-approval-pending");
    let outcome = run.end(signal(9));
    assert_eq!((outcome.class, outcome.interrupted), (Some(FailureClass::Crashed), true));
    assert_eq!(outcome.external_id.as_deref(), Some("01a202f2-9ac7-7e71-b09a-8e000d7c8afa"));
    let nobody = run.end(Exit { cause: Some(Cause::Silence), ..code(0) });
    assert_eq!(nobody.class, Some(FailureClass::NeedsPerson));
    assert_eq!(run.end(Exit { cause: Some(Cause::Asked), ..code(0) }).status, SessionStatus::Stopped);
}

#[test]
fn the_log_of_a_terminal_loses_its_colours() {
    let mut run = Run::start(&launch(CODEX));
    let steps = run.adapter.read_error("\u{1b}[2m2026-11-22\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m no config");
    assert_eq!(story(&events(&steps)), ["Info 2026-11-22 ERROR no config"]);
    assert_eq!(run.end(code(1)).exit_reason, "it did not start: 2026-11-22 ERROR no config");
}
