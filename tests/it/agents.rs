//! The adapters with the real command lines, where the machine has them (`TEST_CLAUDE`, `TEST_CODEX`), and a scripted model.

use crate::support::{
    agent::Desk,
    model_server::{INPUT_TOKENS, ModelServer, OUTPUT_TOKENS, Turn},
    peer::{Peer, Reply},
};
use maestro::{
    domain::{
        Usd,
        dispatch::{AgentKind, AutoApprove, Decision, FailureClass, Limits, Outcome},
        session::{SessionStatus, Tokens},
        transcript::Event,
    },
    server::agents::{Input, Launch, Telemetry},
};
use std::collections::BTreeMap;

/// Runs each test body with each agent that is there.
macro_rules! with_each_agent {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn claude_code() {
                super::$name(maestro::domain::dispatch::AgentKind::ClaudeCode).await;
            }
            #[tokio::test]
            async fn codex() {
                super::$name(maestro::domain::dispatch::AgentKind::Codex).await;
            }
        }
    )+};
}

with_each_agent!(
    a_person_allows_a_commit,
    a_person_denies_it,
    a_setting_allows_it,
    a_conversation_goes_on_in_a_new_process,
    an_interrupt_ends_the_turn,
    a_message_is_taken_in_while_it_works,
    a_refused_key_ends_it_at_once,
    an_overloaded_model_is_told,
    a_limit_is_told,
    a_dropped_connection_is_tried_again,
    a_killed_turn_goes_on,
    after_an_interrupt_it_can_be_told_something_else,
    everything_can_be_allowed,
    a_conversation_that_is_not_known_begins_afresh,
    measurements_come_with_the_token,
);

fn answer(event: &Event, decision: Decision) -> Option<Input> {
    let Event::ApprovalRequested(asked) = event else { return None };
    let request = asked.request.clone();
    Some(Input::Answer { request, decision, remember: None, message: None, answers: BTreeMap::new() })
}

fn tokens(events: &[Event]) -> Tokens {
    events.iter().fold(Tokens::default(), |sum, event| if let Event::Usage(usage) = event { sum + usage.tokens } else { sum })
}

fn calls(count: u64) -> Tokens {
    let number = |n: u64| i64::try_from(n * count).unwrap();
    Tokens { input: number(INPUT_TOKENS), output: number(OUTPUT_TOKENS), ..Tokens::default() }
}

fn commit() -> [Turn; 2] {
    [Turn::run("echo hello > hello.txt && git add hello.txt && git commit -q -m 'Add hello.txt'"), Turn::say("Committed.")]
}

/// Its story, for when a test fails.
fn told(outcome: &Outcome, events: &[Event]) -> String {
    format!("{outcome:#?}\n{events:#?}")
}

async fn a_person_allows_a_commit(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(commit()).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|event| answer(event, Decision::Allow)).await;
    assert_eq!((outcome.status, outcome.exit_reason.as_str()), (SessionStatus::Succeeded, "finished"), "{}", told(&outcome, &events));
    assert_eq!(desk.git(&["log", "-1", "--format=%s"]).await, "Add hello.txt", "{}", told(&outcome, &events));
    assert_eq!(outcome.output.as_deref(), Some("Committed."));
    assert_eq!(tokens(&events), calls(2));
    if agent == AgentKind::ClaudeCode {
        // 2,000 tokens at $4 a million, 200 at $20.
        assert_eq!(outcome.cost_usd, Some(Usd::from_micros(12_000)));
    }
}

async fn a_person_denies_it(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(commit()).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|event| answer(event, Decision::Deny)).await;
    assert_eq!(outcome.exit_reason, "finished, 1 permission denied", "{}", told(&outcome, &events));
    assert_eq!(desk.git(&["log", "-1", "--format=%s"]).await, "Begin");
}

async fn a_setting_allows_it(agent: AgentKind) {
    let desk = Desk::new().await;
    let path = desk.repository().join("a.txt").display().to_string();
    let script = [Turn::Write { path: path.clone(), content: "one\n".into() }, Turn::run("rm a.txt"), Turn::say("Done.")];
    let model = ModelServer::start(script).await;
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let mut asked = 0;
    let launch = Launch { approvals: AutoApprove::Edit, ..launch };
    let run = desk.start(&launch).finish(|event| {
        asked += i32::from(matches!(event, Event::ApprovalRequested(_)));
        answer(event, Decision::Deny)
    });
    let (outcome, events) = run.await;
    assert_eq!(asked, 1, "the deletion alone is asked for: {}", told(&outcome, &events));
    assert_eq!(std::fs::read_to_string(path).unwrap(), "one\n");
    assert!(events.iter().any(|event| matches!(event, Event::FileEdit { .. })), "{}", told(&outcome, &events));
}

async fn a_conversation_goes_on_in_a_new_process(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start([Turn::say("First."), Turn::say("Second.")]).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let launch = Launch { instructions: Some("Report to Maestro.".into()), ..launch };
    let (first, _) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert!(model.calls()[0].body.to_string().contains("Report to Maestro."), "the instructions reach the model");
    let resumed = Launch { resume: true, external_id: first.external_id.clone(), prompt: "Go on.".into(), ..launch };
    let (second, events) = desk.start(&resumed).finish(|_| None::<Input>).await;
    assert_eq!((second.output.as_deref(), &second.external_id), (Some("Second."), &first.external_id), "{}", told(&second, &events));
    assert_eq!(tokens(&events), calls(1), "what the first run used is not counted again");
    let asked = model.calls().pop().unwrap().body.to_string();
    assert!(asked.contains("First.") && asked.contains("Go on."), "the model is shown what was said before");
}

async fn an_interrupt_ends_the_turn(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start([Turn::Hang]).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let mut said = false;
    let run = desk.start(&launch).finish(|event| {
        let working = matches!(event, Event::TextDelta { .. }) && !std::mem::replace(&mut said, true);
        working.then_some(Input::Interrupt)
    });
    let (outcome, events) = run.await;
    assert_eq!((outcome.status, outcome.interrupted), (SessionStatus::Stopped, false), "{}", told(&outcome, &events));
}

async fn a_message_is_taken_in_while_it_works(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(commit()).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let mut asked = None;
    let run = desk.start(&launch).finish(|event| match event {
        Event::ApprovalRequested(_) => {
            asked = answer(event, Decision::Allow);
            Some(Input::Message("And be quick.".into()))
        }
        Event::Said { text } if text == "And be quick." => asked.take(),
        _ => None,
    });
    let (outcome, events) = run.await;
    assert_eq!(outcome.status, SessionStatus::Succeeded, "{}", told(&outcome, &events));
    let calls = model.calls();
    assert!(calls.last().unwrap().body.to_string().contains("And be quick."), "{} calls", calls.len());
}

async fn a_refused_key_ends_it_at_once(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(std::iter::repeat_n(Turn::RefusedKey, 20)).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!(outcome.class, Some(FailureClass::Authentication), "{}", told(&outcome, &events));
    assert!(model.calls().len() <= 2, "{} calls", model.calls().len());
}

async fn an_overloaded_model_is_told(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(std::iter::repeat_n(Turn::Overloaded, 40)).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!(outcome.class, Some(FailureClass::Overloaded), "{}", told(&outcome, &events));
    // Codex does not try again by itself.
    assert_eq!(events.iter().any(|event| matches!(event, Event::Retry { .. })), agent == AgentKind::ClaudeCode);
}

async fn a_limit_is_told(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start(std::iter::repeat_n(Turn::Limit { retry_after: Some(1) }, 40)).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!(outcome.class, Some(FailureClass::LimitReached), "{}", told(&outcome, &events));
}

async fn a_dropped_connection_is_tried_again(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start([Turn::Drop, Turn::say("Recovered.")]).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!((outcome.status, outcome.output.as_deref()), (SessionStatus::Succeeded, Some("Recovered.")), "{}", told(&outcome, &events));
    assert!(events.iter().any(|event| matches!(event, Event::Retry { .. })), "{}", told(&outcome, &events));
}

async fn a_killed_turn_goes_on(agent: AgentKind) {
    let script = [Turn::run("touch a.txt"), Turn::run("touch a.txt"), Turn::say("Done.")];
    let (desk, model) = (Desk::new().await, ModelServer::start(script).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let asked = |events: &[Event]| events.iter().any(|event| matches!(event, Event::ApprovalRequested(_)));
    let (killed, _) = desk.start(&launch).killed_when(|events| asked(events) && desk.has_saved("touch a.txt")).await;
    assert_eq!((killed.class, killed.interrupted), (Some(FailureClass::Crashed), true));
    let resumed = Launch { resume: true, continue_turn: true, external_id: killed.external_id, ..launch };
    let (outcome, events) = desk.start(&resumed).finish(|event| answer(event, Decision::Allow)).await;
    assert_eq!(outcome.output.as_deref(), Some("Done."), "{}", told(&outcome, &events));
    assert!(desk.repository().join("a.txt").exists(), "{}", told(&outcome, &events));
    assert_eq!(tokens(&events), calls(2), "{}", told(&outcome, &events));
}

async fn after_an_interrupt_it_can_be_told_something_else(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start([Turn::Hang, Turn::run("touch b.txt"), Turn::say("Something else.")]).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let mut said = false;
    let run = desk.start(&launch).finish(|event| {
        let working = matches!(event, Event::TextDelta { .. }) && !std::mem::replace(&mut said, true);
        let both = vec![Input::Interrupt, Input::Message("Do something else.".into())];
        if working { both } else { answer(event, Decision::Allow).into_iter().collect() }
    });
    let (outcome, events) = run.await;
    assert_eq!(
        (outcome.status, outcome.output.as_deref()),
        (SessionStatus::Succeeded, Some("Something else.")),
        "{}",
        told(&outcome, &events)
    );
}

async fn everything_can_be_allowed(agent: AgentKind) {
    let script = [Turn::run("touch a.txt && rm a.txt && git commit -q --allow-empty -m All"), Turn::say("Done.")];
    let (desk, model) = (Desk::new().await, ModelServer::start(script).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let (outcome, events) = desk.start(&Launch { approvals: AutoApprove::All, ..launch }).finish(|_| None::<Input>).await;
    assert_eq!(outcome.exit_reason, "finished", "{}", told(&outcome, &events));
    assert_eq!(desk.git(&["log", "-1", "--format=%s"]).await, "All", "{}", told(&outcome, &events));
}

async fn a_conversation_that_is_not_known_begins_afresh(agent: AgentKind) {
    let (desk, model) = (Desk::new().await, ModelServer::start([]).await);
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let lost = Some("01a202f2-9ac7-7e71-b09a-8e000d7c8afa".to_owned());
    let (outcome, events) = desk.start(&Launch { resume: true, external_id: lost, ..launch }).finish(|_| None::<Input>).await;
    assert_eq!(outcome.class, Some(FailureClass::Forgotten), "{}", told(&outcome, &events));
}

async fn measurements_come_with_the_token(agent: AgentKind) {
    let (desk, model, peer) = (Desk::new().await, ModelServer::start([Turn::say("Done.")]).await, Peer::start().await);
    for signal in ["logs", "metrics"] {
        peer.on(&format!("/otlp/v1/{signal}"), Reply::bare(200, ""));
    }
    let Some(launch) = desk.launch(agent, &model).await else { return };
    let attributes = BTreeMap::from([("maestro.session_id".to_owned(), "s 1".to_owned())]);
    let telemetry = Some(Telemetry { endpoint: format!("{}/otlp", peer.url), token: "mst_made-up".into(), attributes });
    let (outcome, events) = desk.start(&Launch { telemetry, ..launch }).finish(|_| None::<Input>).await;
    assert_eq!(outcome.status, SessionStatus::Succeeded, "{}", told(&outcome, &events));
    let sent = peer.asked();
    assert!(peer.count("/otlp/v1/logs") > 0, "{sent:?}");
    assert!(sent.iter().all(|asked| asked.headers["authorization"] == "Bearer mst_made-up"), "{sent:?}");
}

#[tokio::test]
async fn claude_code_stops_at_its_cap_after_the_call_in_flight() {
    let (desk, model) = (Desk::new().await, ModelServer::start([Turn::run("touch a.txt"), Turn::run("touch b.txt")]).await);
    let Some(launch) = desk.launch(AgentKind::ClaudeCode, &model).await else { return };
    // One call costs $0.006.
    let limits = Limits { cost_micros: Some(5_000), ..Limits::default() };
    let (outcome, events) = desk.start(&Launch { limits, ..launch }).finish(|event| answer(event, Decision::Allow)).await;
    assert_eq!((outcome.status, outcome.class), (SessionStatus::OverBudget, Some(FailureClass::OverBudget)), "{}", told(&outcome, &events));
    assert_eq!(outcome.cost_usd, Some(Usd::from_micros(6_000)));
    // Whether the tool of that call still runs depends on who is faster; the model is not asked again.
    assert_eq!(model.calls().len(), 1);
}

#[tokio::test]
async fn the_id_of_a_conversation_with_claude_code_is_chosen_by_us() {
    let (desk, model) = (Desk::new().await, ModelServer::start([]).await);
    let Some(launch) = desk.launch(AgentKind::ClaudeCode, &model).await else { return };
    let id = "11111111-2222-4333-8444-555555555555";
    let launch = Launch { external_id: Some(id.into()), ..launch };
    let (outcome, _) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!(outcome.external_id.as_deref(), Some(id));
    let (again, events) = desk.start(&launch).finish(|_| None::<Input>).await;
    assert_eq!(again.class, Some(FailureClass::Misconfigured), "{}", told(&again, &events));
    assert!(again.exit_reason.contains("already in use"), "{}", again.exit_reason);
}
