//! One server steers a session, and each of its commands is carried out once.

use crate::support::standin::{Session, eventually, maestro, notes, opening, result, texts};
use maestro::{
    domain::{dispatch::Decision, session::SessionStatus},
    server::{
        agents::Input,
        runner::{self, Error, Handle, Note, Plan, Source, Stage},
    },
};
use serde_json::json;
use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};
use tokio::task::JoinSet;

fn message(text: &str) -> Input {
    Input::Message(text.into())
}

#[tokio::test]
async fn a_lower_token_is_refused() {
    let session = Session::of(&["until go", &result("done"), "eof"]);
    let old = session.start().await;
    let new = Handle::new(session.folder.clone(), 5);
    new.take_over("t").await.unwrap();
    for refused in [old.say("a", message("go")).await, old.stop("b", Stage::Kill).await, old.take_over("c").await] {
        assert!(matches!(refused, Err(Error::Fenced { highest: 5 })), "{refused:?}");
    }
    assert_eq!(old.status().await.unwrap().stage, None, "to look is no steering");
    assert_eq!(fs::read_to_string(session.folder.path().join("fence")).unwrap(), "5");
    new.say("a", message("go")).await.unwrap();
    let (end, _) = session.end().await;
    assert_eq!(end.outcome.status, SessionStatus::Succeeded);
}

#[tokio::test]
async fn a_command_that_is_repeated_is_carried_out_once() {
    let session = Session::of(&["until go", "print gone", "until end", &result("done"), "eof"]);
    let handle = session.start().await;
    let first = handle.say("a", message("go")).await.unwrap();
    session.says("gone").await;
    assert_eq!(handle.say("a", message("go")).await.unwrap(), first, "the first answer");
    handle.say("b", message("end")).await.unwrap();
    let (_, records) = session.end().await;
    let said: Vec<String> =
        notes(&records).into_iter().filter_map(|n| if let Note::Said { command, .. } = n { Some(command) } else { None }).collect();
    assert_eq!(said, ["a", "b"]);
    let told = records.iter().filter(|r| r.from == Source::Input && r.text().contains("go\"")).count();
    assert_eq!(told, 1, "{:?}", texts(&records));
}

#[tokio::test]
async fn an_approval_is_answered_through_the_socket() {
    let request = json!({ "subtype": "can_use_tool", "tool_name": "Bash", "input": { "command": "make" }, "tool_use_id": "tool" });
    let ask = format!("print {}", json!({ "type": "control_request", "request_id": "r1", "request": request }));
    let session = Session::of(&[&opening(), &ask, "until allow", &result("done"), "eof"]);
    let handle = session.start().await;
    session.until(|record| record.from == Source::Agent && record.text().contains("can_use_tool")).await;
    let status = handle.status().await.unwrap();
    assert_eq!(status.waiting, ["r1"]);
    let answer = Input::Answer { request: "r1".into(), decision: Decision::Allow, remember: None, message: None, answers: BTreeMap::new() };
    let n = handle.say("a", answer).await.unwrap();
    assert!(handle.status().await.is_ok_and(|status| status.waiting.is_empty()) || session.end().await.0.records > n);
    let (end, records) = session.end().await;
    assert_eq!(end.outcome.status, SessionStatus::Succeeded);
    assert!(records.iter().any(|r| r.from == Source::Input && r.text().contains(r#""behavior":"allow""#)));
    let refused = handle.say("late", message("more")).await;
    assert!(matches!(refused, Err(Error::Gone(_))), "{refused:?}");
}

#[tokio::test]
async fn an_agent_that_does_not_listen_any_more_gets_no_message() {
    let session = Session::of(&[&opening(), &result("done"), "eof", "print closed", "child", "lines 3000 100"]);
    let handle = session.start().await;
    session.says("closed").await;
    let refused = handle.say("m", message("more")).await;
    assert!(matches!(&refused, Err(Error::Refused(reason)) if reason.contains("resume")), "{refused:?}");
    handle.stop("s", Stage::Kill).await.unwrap();
    session.end().await;
}

#[tokio::test]
async fn those_who_followed_and_died_are_in_nobodys_way() {
    let session = Session::of(&["until go", &result("done"), "eof"]);
    let handle = session.start().await;
    let lines = |pid: u32| fs::read_dir(format!("/proc/{pid}/task")).unwrap().count();
    let before = lines(session.runner());
    let mut followers = JoinSet::new();
    for _ in 0..40 {
        let mut follower = handle.follow(0).unwrap();
        followers.spawn(async move { while follower.next().await.unwrap().is_some() {} });
    }
    eventually("each has its line", || lines(session.runner()) >= before + 40).await;
    followers.shutdown().await;
    eventually("the lines are free again", || lines(session.runner()) <= before + 1).await;
    handle.say("a", message("go")).await.unwrap();
    session.end().await;
}

#[tokio::test]
async fn a_session_is_started_once() {
    let session = Session::of(&["until go", "exit 0"]);
    let handle = session.start().await;
    let again = runner::start(maestro(), &session.folder, &session.plan).await;
    assert!(matches!(again, Err(Error::Begun(_))), "{again:?}");
    let second = || Command::new(maestro()).args(["runner", "--session-dir"]).arg(session.folder.path()).output().unwrap();
    let refused = second();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains(&format!("process {} runs it", session.runner())));
    handle.stop("s", Stage::Kill).await.unwrap();
    session.end().await;
    assert!(String::from_utf8(second().stderr).unwrap().contains("it is over"));
}

#[tokio::test]
async fn a_program_that_is_not_there_is_an_end_with_a_reason() {
    let session = Session::of(&[]).with(|plan: &mut Plan| plan.launch.program = PathBuf::from("/nowhere/claude"));
    let failed = runner::start(maestro(), &session.folder, &session.plan).await;
    assert!(matches!(&failed, Err(Error::Agent(reason)) if reason.contains("/nowhere/claude")), "{failed:?}");
    let (end, records) = session.end().await;
    assert!(records.is_empty() && end.outcome.exit_reason.contains("/nowhere/claude"), "{end:?}");
}

#[tokio::test]
async fn a_long_path_has_its_socket_elsewhere() {
    let mut session = Session::of(&["until go", &result("done"), "eof"]);
    session.folder = runner::Folder::new(session.root.path().join("x".repeat(120)));
    session.plan.runtime = Some(session.root.path().join("run"));
    let handle = session.start().await;
    handle.say("a", message("go")).await.unwrap();
    let (end, _) = session.end().await;
    assert_eq!(end.outcome.status, SessionStatus::Succeeded);
    assert_eq!(fs::read_dir(session.root.path().join("run")).unwrap().count(), 0);
}
