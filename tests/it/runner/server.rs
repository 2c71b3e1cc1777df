//! `kill -9` of the server that started a session.

use crate::support::standin::{Session, is_alive, kill, maestro, notes, result};
use maestro::{
    domain::session::SessionStatus,
    server::{
        agents::Input,
        runner::{self, Folder, Note, Plan, Source, State},
    },
};
use std::{
    env,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// Where the server below finds what to start.
const PLAN: &str = "MAESTRO_TEST_PLAN";

/// A server in a process of its own, for the test below; nothing where it is not started by that.
#[test]
fn start_a_session_and_wait_to_be_killed() {
    let Some((_, place)) = env::vars_os().find(|(name, _)| name == PLAN) else { return };
    let place = PathBuf::from(place);
    let plan: Plan = serde_json::from_slice(&std::fs::read(place.join("plan.json")).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        runner::start(maestro(), &Folder::new(place.join("session")), &plan).await.unwrap();
        std::future::pending::<()>().await;
    });
}

fn server(session: &Session) -> Child {
    std::fs::write(session.root.path().join("plan.json"), serde_json::to_vec(&session.plan).unwrap()).unwrap();
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "runner::server::start_a_session_and_wait_to_be_killed", "--nocapture"])
        .env(PLAN, session.root.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn an_agent_outlives_the_server_and_the_next_one_attaches() {
    let session = Session::of(&["print before", "lines 100 1000", "until go", "print after", &result("done"), "eof"]);
    let mut server = server(&session);
    crate::support::standin::eventually("the journal is there", || session.folder.path().join("journal.jsonl").exists()).await;
    session.says("before").await;
    kill(server.id());
    server.wait().unwrap();

    let State::Running(handle) = runner::attach(&session.folder, 2).unwrap() else { panic!("the runner died with its server") };
    let pid = handle.status().await.unwrap().pid;
    assert!(is_alive(pid));
    assert_eq!(session.runner(), handle.status().await.unwrap().runner);
    handle.say("m", Input::Message("go".into())).await.unwrap();
    let (end, records) = session.end().await;
    assert_eq!(end.outcome.status, SessionStatus::Succeeded);
    let said: Vec<_> = records.iter().filter(|r| r.from == Source::Agent).map(|r| r.text().into_owned()).collect();
    assert_eq!(said.len(), 103, "every line of before, meanwhile and after");
    assert!(records.windows(2).all(|pair| pair[1].n == pair[0].n + 1));
    assert!(matches!(notes(&records).last(), Some(Note::Exited { .. })));
}
