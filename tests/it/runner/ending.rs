//! However a session ends, nothing of it is left.

use crate::support::standin::{Session, eventually, interrupted, is_alive, kill, notes, opening, result, texts};
use maestro::{
    domain::{dispatch::Cause, session::SessionStatus},
    server::{
        agents::Input,
        runner::{self, Error, Note, Plan, Settings, Stage, State},
    },
};
use std::{fs, io::Write, os::unix::process::ExitStatusExt, process::Command};

fn quick(plan: &mut Plan) {
    plan.settings = Settings { ask_ms: 200, interrupt_ms: 200, terminate_ms: 200, leftover_ms: 200, ..Settings::default() };
}

#[tokio::test]
async fn an_agent_that_hears_nothing_is_asked_interrupted_terminated_and_killed() {
    let session = Session::of(&["ignore", "child stubborn", "print ready", "until nothing"]).with(quick);
    let handle = session.start().await;
    let child = session.child().await;
    session.says("ready").await;
    let pid = handle.status().await.unwrap().pid;
    handle.stop("s", Stage::Ask).await.unwrap();
    let (end, records) = session.end().await;
    let stages: Vec<Stage> =
        notes(&records).iter().filter_map(|n| if let Note::Stage { stage } = n { Some(*stage) } else { None }).collect();
    assert_eq!(stages[..4], [Stage::Ask, Stage::Interrupt, Stage::Terminate, Stage::Kill]);
    assert_eq!((end.exit.signal, end.exit.cause), (Some(9), Some(Cause::Asked)));
    assert_eq!(end.outcome.status, SessionStatus::Stopped);
    assert!(!is_alive(pid) && !is_alive(child) && session.marked().is_empty());
    assert_eq!(end.left, [0; 0]);
}

#[tokio::test]
async fn an_agent_that_listens_is_only_asked() {
    let session = Session::of(&[&opening(), "until interrupt", &interrupted(), "eof", "exit 0"]).with(quick);
    let handle = session.start().await;
    handle.stop("s", Stage::Ask).await.unwrap();
    let (end, records) = session.end().await;
    let stages = notes(&records).into_iter().filter(|note| matches!(note, Note::Stage { .. })).count();
    assert_eq!((stages, end.exit.code, end.outcome.status), (1, Some(0), SessionStatus::Stopped), "{:?}", texts(&records));
}

#[tokio::test]
async fn what_an_agent_leaves_behind_ends_with_it() {
    let session = Session::of(&["child", "child cleared", "child stubborn", "until Do it", &result("done"), "exit 0"]).with(quick);
    session.start().await;
    let (end, records) = session.end().await;
    let children = records.iter().filter_map(|record| record.text().strip_prefix("child ")?.parse().ok()).collect::<Vec<u32>>();
    assert_eq!(children.len(), 3);
    assert!(children.iter().all(|pid| !is_alive(*pid)), "in sessions of their own, without the marker, or deaf: all are gone");
    assert_eq!((end.leftovers, end.outcome.status), (3, SessionStatus::Succeeded));
}

#[tokio::test]
async fn an_agent_that_dies_is_reported_by_its_signal() {
    let session = Session::of(&["print hello", "kill"]);
    session.start().await;
    let (end, records) = session.end().await;
    assert_eq!((end.exit.signal, end.exit.cause, end.outcome.status), (Some(9), None, SessionStatus::Failed));
    assert!(texts(&records).contains(&"Agent hello".to_owned()));
}

#[tokio::test]
async fn an_agent_that_stays_after_its_last_word_is_ended() {
    let session = Session::of(&[&opening(), &result("done"), "eof", "child", "stay"])
        .with(quick)
        .with(|plan: &mut Plan| plan.settings.linger_ms = 100);
    session.start().await;
    let (end, records) = session.end().await;
    assert!(notes(&records).iter().any(|note| matches!(note, Note::Stopping { cause: None })), "{:?}", texts(&records));
    assert_eq!((end.exit.cause, end.outcome.status), (None, SessionStatus::Succeeded));
}

#[tokio::test]
async fn a_runner_that_dies_loses_no_line_and_leaves_no_process() {
    let session = Session::of(&[&opening(), "child", "child stubborn", "print ready", "until nothing"]);
    let handle = session.start().await;
    let before = session.says("ready").await;
    let agent = handle.status().await.unwrap().pid;
    kill(session.runner());
    eventually("it is lost", || matches!(runner::attach(&session.folder, 2).unwrap(), State::Lost)).await;
    assert!(matches!(handle.say("m", Input::Message("hello?".into())).await, Err(Error::Gone(_))));
    // It died in the middle of a record.
    let journal = session.folder.path().join("journal.jsonl");
    fs::OpenOptions::new().append(true).open(&journal).unwrap().write_all(b"{\"n\":99,\"at\":1,\"fr").unwrap();

    let end = runner::end_lost(&session.folder, 7).await.unwrap();
    assert!(!is_alive(agent) && session.marked().is_empty());
    assert!(end.lost && end.left.is_empty() && end.leftovers >= 2, "{end:?}");
    assert_eq!((end.outcome.status, end.outcome.external_id.as_deref()), (SessionStatus::Lost, Some("conversation")));
    assert!(end.outcome.interrupted, "it can be resumed in the middle of its turn");
    let (again, records) = session.end().await;
    assert_eq!(again, end);
    assert_eq!(records[..before.len()], before);
    assert!(matches!(notes(&records).last(), Some(Note::Lost { .. })));
    assert_eq!(records.len() as u64, end.records);
    assert_eq!(runner::end_lost(&session.folder, 8).await.unwrap(), end, "it is done once");
}

#[tokio::test]
async fn a_runner_that_never_began_is_lost_and_cannot_begin_later() {
    let session = Session::of(&["exit 0"]);
    session.folder.make().unwrap();
    fs::write(session.folder.path().join("launch.json"), serde_json::to_vec(&session.plan).unwrap()).unwrap();
    assert!(matches!(runner::attach(&session.folder, 1).unwrap(), State::Lost));
    let end = runner::end_lost(&session.folder, 7).await.unwrap();
    assert_eq!((end.records, end.outcome.status), (0, SessionStatus::Lost));
    let late =
        Command::new(crate::support::standin::maestro()).args(["runner", "--session-dir"]).arg(session.folder.path()).output().unwrap();
    assert_eq!((late.status.code(), late.status.signal()), (Some(1), None));
    assert!(String::from_utf8(late.stderr).unwrap().contains("it is over"));
}

#[tokio::test]
async fn the_shutdown_of_the_machine_ends_it_in_good_order() {
    let session = Session::of(&[&opening(), "until interrupt", &interrupted(), "eof"]).with(quick);
    session.start().await;
    let runner = session.runner().to_string();
    assert!(Command::new("kill").args(["-TERM", &runner]).status().unwrap().success());
    let (end, _) = session.end().await;
    assert_eq!((end.exit.cause, end.outcome.status), (Some(Cause::Asked), SessionStatus::Stopped));
}
