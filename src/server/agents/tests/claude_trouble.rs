//! Claude Code in trouble: what it says is not always what happened.

use super::*;
use crate::domain::{
    dispatch::{Cause, FailureClass},
    session::SessionStatus,
};
use serde_json::json;

const CLAUDE: AgentKind = AgentKind::ClaudeCode;

fn ended(name: &str, exit: Exit) -> Outcome {
    Run::of(&launch(CLAUDE), name).end(exit)
}

#[test]
fn a_failed_call_is_no_success_though_it_says_so() {
    let cases = [
        ("error.401-ten-retries", FailureClass::Authentication),
        ("error.403", FailureClass::Authentication),
        ("error.400", FailureClass::Misconfigured),
        ("error.404", FailureClass::Misconfigured),
        ("error.413", FailureClass::OutOfContext),
        ("error.429-retry-after", FailureClass::LimitReached),
        ("error.500", FailureClass::Overloaded),
        ("error.529", FailureClass::Overloaded),
        ("error.sse-overloaded", FailureClass::Overloaded),
        ("error.connection-refused", FailureClass::Network),
        ("error.timeout-no-answer", FailureClass::Network),
        ("stop.refusal", FailureClass::Refused),
        ("limit.max-budget", FailureClass::OverBudget),
        ("resume.bad-id", FailureClass::Forgotten),
        ("startup-failure.bypass_root", FailureClass::Misconfigured),
    ];
    for (name, class) in cases {
        let outcome = ended(name, code(1));
        assert_eq!(outcome.class, Some(class), "{name}: {}", outcome.exit_reason);
        assert_ne!(outcome.status, SessionStatus::Succeeded);
        assert!(!outcome.exit_reason.is_empty());
    }
}

#[test]
fn words_in_place_of_the_model_are_no_text_of_the_agent() {
    let run = Run::of(&launch(CLAUDE), "error.529");
    assert!(run.events().iter().all(|event| !matches!(event, Event::Text { .. })));
    assert_eq!(story(&run.events())[2], "retry 1/1 Some(529) Overloaded");
    assert_eq!(ended("error.529", code(1)).output, None);
}

#[test]
fn the_first_refused_key_ends_it_at_once() {
    let lines = recorded(CLAUDE, "error.401-ten-retries");
    let mut run = Run::start(&launch(CLAUDE));
    run.read_all(&lines[..1]);
    let steps = run.adapter.read(&lines[1]);
    assert_eq!(story(&events(&steps)), ["retry 1/10 Some(401) Authentication"]);
    assert_eq!((written(&steps)[0]["request"].clone(), steps.last()), (json!({ "subtype": "interrupt" }), Some(&Step::CloseInput)));
    assert!(!run.adapter.listens());
    assert!(written(&run.adapter.read(&lines[2])).is_empty(), "once is enough");
    assert_eq!(run.end(code(1)).class, Some(FailureClass::Authentication));
}

#[test]
fn a_limit_says_how_long_to_wait() {
    let outcome = ended("error.429-retry-after", code(1));
    assert_eq!((outcome.class, outcome.after_seconds), (Some(FailureClass::LimitReached), Some(3)));
}

#[test]
fn nobody_waits_for_hours_inside_a_process() {
    let mut run = Run::start(&launch(CLAUDE));
    let retry = json!({ "type": "system", "subtype": "api_retry", "attempt": 1, "max_retries": 3, "retry_delay_ms": 7_200_000, "error_status": 429, "error": "rate_limit" });
    let steps = run.adapter.read(&retry.to_string());
    assert_eq!(story(&events(&steps)), ["retry 1/3 Some(429) LimitReached", "limit LimitReached"]);
    assert_eq!(steps.last(), Some(&Step::CloseInput));
    assert_eq!(run.end(code(1)).after_seconds, Some(7_200));
}

#[test]
fn the_time_that_a_subscription_names_is_kept() {
    let mut run = Run::start(&launch(CLAUDE));
    let limit = |status| json!({ "type": "rate_limit_event", "rate_limit_info": { "status": status, "resetsAt": 1_795_700_000, "rateLimitType": "five_hour" } });
    assert_eq!(events(&run.adapter.read(&limit("allowed_warning").to_string())), [Event::PaidByPlan], "only subscribers are told of it");
    let told = events(&run.adapter.read(&limit("rejected").to_string()));
    assert!(
        matches!(&told[0], Event::Limit { until: Some(until), message, .. } if until.timestamp() == 1_795_700_000 && message.contains("five hour"))
    );
    run.read_all(&recorded(CLAUDE, "error.429-retry-after"));
    assert_eq!(run.end(code(1)).until.map(|until| until.timestamp()), Some(1_795_700_000));
}

#[test]
fn an_interrupt_is_not_a_success_though_the_code_is_0() {
    for name in ["signal.SIGINT-in-tool", "signal.SIGINT-streaming"] {
        let outcome = ended(name, code(0));
        assert_eq!(
            (outcome.status, outcome.exit_reason.as_str(), outcome.interrupted),
            (SessionStatus::Stopped, "interrupted", false),
            "{name}"
        );
    }
}

#[test]
fn a_process_that_is_killed_crashed_and_can_go_on() {
    let killed = ended("signal.SIGKILL-in-tool", signal(9));
    assert_eq!((killed.class, killed.exit_reason.as_str()), (Some(FailureClass::Crashed), "the agent was ended by signal 9"));
    assert!(killed.interrupted && killed.external_id.is_some());
    let terminated = ended("signal.SIGTERM-in-tool", code(143));
    assert_eq!((terminated.class, terminated.interrupted), (Some(FailureClass::Crashed), true));
    let waiting = ended("crash.0-killed-while-approval-pending", signal(9));
    assert_eq!((waiting.class, waiting.interrupted), (Some(FailureClass::Crashed), true));
}

#[test]
fn a_turn_that_goes_on_asks_again() {
    let before = Run::of(&launch(CLAUDE), "crash.0-killed-while-approval-pending");
    let after = Run::of(&Launch { resume: true, continue_turn: true, ..launch(CLAUDE) }, "crash.1-resume-interrupted-turn-reasks");
    let asks = |run: &Run| {
        run.events().into_iter().find_map(|event| if let Event::ApprovalRequested(asked) = event { Some(*asked) } else { None }).unwrap()
    };
    assert_ne!(asks(&before).request, asks(&after).request);
    assert_eq!(asks(&before).command, asks(&after).command);
}

#[test]
fn the_reason_of_the_runner_counts_unless_the_work_was_done() {
    let stopped = Exit { cause: Some(Cause::Cost), ..code(1) };
    let outcome = ended("control.interrupt-while-approval-pending", stopped);
    assert_eq!((outcome.status, outcome.exit_reason.as_str()), (SessionStatus::OverBudget, "stopped at its cap in money"));
    assert_eq!(ended("thinking", stopped).status, SessionStatus::Succeeded, "it had finished before");
    let silent = Exit { cause: Some(Cause::Silence), ..signal(15) };
    let nobody = ended("control.SIGTERM-while-pending", silent);
    assert_eq!((nobody.class, nobody.status), (Some(FailureClass::NeedsPerson), SessionStatus::Failed));
    assert_eq!(ended("signal.SIGTERM-in-tool", silent).class, Some(FailureClass::TimedOut));
}

#[test]
fn a_start_that_fails_tells_its_complaint() {
    let mut run = Run::start(&launch(CLAUDE));
    run.adapter.read_error("Error: Session ID 1 is already in use.");
    let outcome = run.end(code(1));
    assert_eq!(outcome.class, Some(FailureClass::Misconfigured));
    assert_eq!(outcome.exit_reason, "it did not start: Error: Session ID 1 is already in use.");
}

#[test]
fn input_that_closed_too_early_counts_as_denied() {
    assert_eq!(ended("control.stdin-eof-while-pending", code(0)).exit_reason, "finished, 1 permission denied");
}

#[test]
fn an_answer_that_is_cut_by_its_length_is_still_a_success() {
    let outcome = ended("stop.max_tokens", code(0));
    assert_eq!((outcome.status, outcome.output.as_deref()), (SessionStatus::Succeeded, Some("Done.")));
}
