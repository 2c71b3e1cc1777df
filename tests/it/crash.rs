//! `kill -9` while reports stream in.

use crate::program::{self, Program, post};
use maestro::domain::auth::Scope;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{sync::oneshot, task::JoinHandle};

const AGENTS: usize = 8;
const ENOUGH: usize = 200;

/// What one agent knows when its server has gone away.
struct Told {
    /// Reports that were answered 201.
    answered: Vec<String>,
    /// The one that it never heard about.
    in_flight: Value,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_that_was_answered_is_there_and_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path()).unwrap();
    let (full, report) = (program::token(folder.path(), Scope::Full).await, program::token(folder.path(), Scope::Report).await);
    let http = reqwest::Client::new();
    let (status, goal) = post(&http, format!("{}/api/goals", server.base), &full, &json!({ "title": "Survive" })).await.unwrap();
    assert_eq!(status, 201, "{goal}");

    let (enough, reached) = oneshot::channel();
    let agents = stream(&server.base, &report, &goal["key"], enough);
    reached.await.unwrap();
    server.kill();
    let mut told = Vec::new();
    for agent in agents {
        told.push(agent.await.unwrap());
    }

    let server = Program::start(folder.path()).unwrap();
    // An agent that got no answer sends the same again.
    for body in told.iter().map(|agent| &agent.in_flight) {
        let (status, answer) = post(&http, format!("{}/api/report", server.base), &report, body).await.unwrap();
        assert!(status == 200 || status == 201, "{status} {answer}");
    }
    let stored = stored(folder.path()).await;
    let sent_again = told.iter().map(|agent| agent.in_flight["summary"].as_str().unwrap().to_owned());
    let expected: BTreeSet<String> = told.iter().flat_map(|agent| agent.answered.clone()).chain(sent_again).collect();
    assert!(expected.len() > ENOUGH);
    let twice: Vec<&String> = stored.iter().filter(|(_, times)| **times > 1).map(|(summary, _)| summary).collect();
    assert!(twice.is_empty(), "stored twice: {twice:?}");
    let stored: BTreeSet<String> = stored.into_keys().collect();
    let lost: Vec<&String> = expected.difference(&stored).collect();
    assert!(lost.is_empty(), "answered, and lost: {lost:?}");
    assert_eq!(stored.len(), expected.len(), "nothing is stored that nobody sent");
}

/// Agents that report as fast as they can until the server is gone.
fn stream(base: &str, token: &str, goal: &Value, enough: oneshot::Sender<()>) -> Vec<JoinHandle<Told>> {
    let answers = Arc::new(AtomicUsize::new(0));
    let enough = Arc::new(std::sync::Mutex::new(Some(enough)));
    let agent = |agent: usize| {
        let (url, token, goal, answers, enough) =
            (format!("{base}/api/report"), token.to_owned(), goal.clone(), answers.clone(), enough.clone());
        tokio::spawn(async move {
            let http = reqwest::Client::new();
            let mut answered = Vec::new();
            loop {
                let summary = format!("agent {agent} did step {}", answered.len());
                let body = json!({ "goalId": goal, "sessionId": format!("session {agent}"), "summary": summary, "outcome": "partial" });
                let Ok((status, answer)) = post(&http, url.clone(), &token, &body).await else { return Told { answered, in_flight: body } };
                assert_eq!(status, 201, "{answer}");
                answered.push(summary);
                if answers.fetch_add(1, Ordering::SeqCst) + 1 == ENOUGH {
                    enough.lock().unwrap().take().unwrap().send(()).unwrap();
                }
            }
        })
    };
    (0..AGENTS).map(agent).collect()
}

/// How often each summary of an agent stands in the work log.
async fn stored(folder: &Path) -> BTreeMap<String, i64> {
    let db = maestro::server::db::connect(&maestro::server::db::sqlite_url(&folder.join("maestro.db"))).await.unwrap();
    let statement = Statement::from_string(
        db.get_database_backend(),
        "SELECT summary, count(*) AS n FROM updates WHERE source = 'agent' GROUP BY summary",
    );
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.into_iter().map(|row| (row.try_get("", "summary").unwrap(), row.try_get("", "n").unwrap())).collect()
}
