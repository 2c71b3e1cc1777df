//! The runner keeps the limits on its own.

use crate::support::standin::{Session, call, interrupted, notes, opening, result, texts};
use maestro::{
    domain::{
        dispatch::{Cause, Limits},
        session::SessionStatus,
    },
    server::runner::{Note, Plan, Price, Source},
};

/// Each token of output costs a micro-dollar.
fn priced(plan: &mut Plan) {
    plan.prices.other = Some(Price { output: 1_000_000, ..Price::default() });
}

fn stopping(records: &[maestro::server::runner::Record]) -> Option<Cause> {
    notes(records).iter().find_map(|note| if let Note::Stopping { cause } = note { *cause } else { None })
}

#[tokio::test]
async fn a_cap_in_money_ends_it_after_the_call_in_flight() {
    let calls: Vec<String> = [call("one", 600), call("two", 600)].into_iter().flatten().collect();
    let (opening, result) = (opening(), interrupted());
    let mut script = vec![opening.as_str()];
    script.extend(calls.iter().map(String::as_str));
    script.extend(["until interrupt", &result, "eof", "exit 0"]);
    let session = Session::of(&script).with(priced).with(|plan| plan.launch.limits.cost_micros = Some(1_000));
    session.start().await;
    let (end, records) = session.end().await;
    assert_eq!(end.totals.cost_micros, 1_200, "the cap plus the call in flight");
    assert_eq!((end.exit.cause, end.outcome.status), (Some(Cause::Cost), SessionStatus::OverBudget));
    assert_eq!(stopping(&records), Some(Cause::Cost));
    let said: Vec<String> = records.iter().filter(|r| r.from == Source::Input).map(|r| r.text().into_owned()).collect();
    assert!(said.last().unwrap().contains("interrupt"), "{said:?}");
}

#[tokio::test]
async fn work_that_is_done_is_not_over_budget() {
    let calls = call("one", 1_500);
    let session = Session::of(&[&opening(), &calls[0], &format!("{}\n{}", calls[1], result("done")), "eof"])
        .with(priced)
        .with(|plan| plan.launch.limits.cost_micros = Some(1_501));
    session.start().await;
    let (end, _) = session.end().await;
    assert_eq!((end.totals.cost_micros, end.outcome.status), (1_500, SessionStatus::Succeeded));
}

#[tokio::test]
async fn a_cap_can_be_lowered_while_it_runs() {
    let calls = call("one", 500);
    let session = Session::of(&[&opening(), &calls[0], &calls[1], "print counted", "until interrupt", &interrupted(), "eof"]).with(priced);
    let handle = session.start().await;
    session.says("counted").await;
    assert_eq!(handle.status().await.unwrap().totals.cost_micros, 500);
    handle.cap("higher", Limits { tokens: Some(501), ..Limits::default() }).await.unwrap();
    assert_eq!(handle.status().await.unwrap().stage, None);
    handle.cap("lower", Limits { tokens: Some(400), ..Limits::default() }).await.unwrap();
    let (end, _) = session.end().await;
    assert_eq!((end.exit.cause, end.outcome.status), (Some(Cause::Tokens), SessionStatus::OverBudget));
}

#[tokio::test]
async fn time_and_silence_are_limited() {
    for (script, change, cause) in [
        ("lines 1000 100", (|plan: &mut Plan| plan.launch.limits.seconds = Some(1)) as fn(&mut Plan), Cause::Time),
        ("until nothing", |plan| plan.settings.silence_ms = 150, Cause::Silence),
    ] {
        let session = Session::of(&[&opening(), script]).with(change).with(|plan| plan.settings.ask_ms = 100);
        session.start().await;
        let (end, records) = session.end().await;
        assert_eq!((end.exit.cause, end.outcome.status), (Some(cause), SessionStatus::TimedOut), "{:?}", texts(&records));
    }
}
