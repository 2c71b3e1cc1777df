//! `kill -9` of the server at random instants while a chain of sessions spends, asks, commits and hands on.

use crate::{
    program::{self, Program},
    support::house::{Sweep, git, make_repository, processes, script},
};
use maestro::domain::auth::Scope;
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path, time::Duration};
use tokio::time::{Instant, interval, timeout};

/// How often, unless `TEST_KILLS` says otherwise.
const KILLS: u32 = 12;
const CALLS: usize = 30;
/// One call is 1,000 tokens in and 100 out: 0.6 cents. One of the helper is 2,000 in and 300 out at a fortieth of that price.
const COST: f64 = 0.006 * CALLS as f64 + HELPED;
const HELPED: f64 = 0.000_35;
const PATIENCE: Duration = Duration::from_secs(60);
/// How long after a restart a session that asks is answerable again.
const ATTACHED_WITHIN: Duration = Duration::from_secs(2);

/// The server that is there now, asked from outside.
struct Outside {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Outside {
    /// None where the server has gone away.
    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let mut request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.header("accept", "application/json").send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }

    async fn get(&self, path: &str) -> Value {
        self.ask("GET", path, None).await.unwrap().1
    }

    /// Allows whatever is asked; how many were answered with a yes for the first time.
    async fn allow(&self) -> u32 {
        let Some((200, asks)) = self.ask("GET", "/api/approvals?status=pending", None).await else { return 0 };
        let mut first = 0;
        for ask in asks["items"].as_array().unwrap() {
            let path = format!("/api/approvals/{}", ask["id"].as_str().unwrap());
            if let Some((200, _)) = self.ask("POST", &path, Some(&json!({"decision": "allow"}))).await {
                first += 1;
            }
        }
        first
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_no_cent_no_commit_and_no_approval_is_lost_or_doubled() {
    let root = tempfile::tempdir().unwrap();
    let (data, repo) = (root.path().join("data"), std::fs::canonicalize(root.path()).unwrap().join("app"));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::set_permissions(&data, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    make_repository(&repo);
    let sweep = Sweep(&data);
    let mut server = start(&data);
    let token = program::token(&data, Scope::Full).await;
    let mut outside = Outside { http: reqwest::Client::new(), base: server.base.clone(), token };
    prepare(&outside, &repo).await;

    let mut answered = 0;
    let mut random = 0x2545_f491_u64;
    for _ in 0..kills() {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Duration::from_millis(5 + (random >> 33) % 180);
        let mut allowed = 0;
        // Until the moment comes, answers are given as a person would.
        let _until = timeout(moment, async {
            loop {
                allowed += outside.allow().await;
                tokio::task::yield_now().await;
            }
        })
        .await;
        answered += allowed;
        server.kill();
        let restarted = Instant::now();
        server = start(&data);
        outside.base.clone_from(&server.base);
        assert!(restarted.elapsed() < ATTACHED_WITHIN, "{:?}", restarted.elapsed());
    }
    assert!(answered <= 3);
    finish(&outside).await;
    check(&outside, &repo).await;
    assert!(processes(&data).iter().all(|pid| pid.as_raw_nonzero().get() == i32::try_from(server.pid()).unwrap()), "no orphan");
    drop(sweep);
}

fn start(data: &Path) -> Program {
    Program::start_with(data, &[("MAESTRO_CLAUDE", env!("CARGO_BIN_EXE_standin"))]).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "how long it may take is up to who runs it")]
fn kills() -> u32 {
    std::env::var("TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// Calls a second, so that the chain is at work until the last kill.
fn rate() -> u32 {
    (800 / kills()).max(1)
}

/// Three tasks, one after the other; the first one is started.
async fn prepare(outside: &Outside, repo: &Path) {
    assert_eq!(outside.ask("POST", "/api/repositories", Some(&json!({"path": repo}))).await.unwrap().0, 201);
    assert_eq!(outside.ask("POST", "/api/goals", Some(&json!({"title": "Survive"}))).await.unwrap().0, 201);
    let details = |i: usize| {
        let (calls, helper, ask, commit) = (
            format!("calls {CALLS} {} 1000 100", rate()),
            "helper claude-haiku-5-5 2000 300",
            format!("ask touch file{i}"),
            format!("run git add . && git commit -q -m 'Commit {i}'"),
        );
        let end = format!("end Done {i}.");
        json!({"title": format!("Task {i}"), "details": script(&[&calls, helper, &ask, &commit, &end]), "startWhenReady": i > 0,
            "dependsOn": if i > 0 { vec![format!("#{}", i - 1)] } else { Vec::new() }})
    };
    let tasks: Vec<Value> = (0..3).map(details).collect();
    assert_eq!(outside.ask("POST", "/api/goals/G1/tasks", Some(&json!(tasks))).await.unwrap().0, 201);
    let first = json!({"taskId": "T1", "agent": "claude-code", "model": "claude-opus-5-5"});
    let started = outside.ask("POST", "/api/dispatch", Some(&first)).await.unwrap();
    assert_eq!(started.0, 202, "{}", started.1);
}

/// Until the last one has done its work.
async fn finish(outside: &Outside) {
    let mut beat = interval(Duration::from_millis(50));
    let done = timeout(PATIENCE, async {
        loop {
            beat.tick().await;
            outside.allow().await;
            if outside.get("/api/sessions/S3").await["status"] == "succeeded" {
                return;
            }
        }
    });
    if done.await.is_err() {
        panic!("the chain did not come to its end: {:#}", outside.get("/api/sessions").await);
    }
}

async fn check(outside: &Outside, repo: &Path) {
    for i in 0..3 {
        let session = outside.get(&format!("/api/sessions/S{}", i + 1)).await;
        assert_eq!(session["output"], format!("Done {i}."), "{session:#}");
        let cost = session["costUsd"].as_f64().unwrap();
        assert!((cost - COST).abs() < 1e-9, "{cost} is not {COST}: {session:#}");
        assert_eq!((session["run"].as_u64(), session["commits"].as_array().unwrap().len()), (Some(1), 1), "{session:#}");
        let calls = CALLS as u64;
        let opus = json!({"input": 1_000 * calls, "output": 100 * calls, "cacheRead": 0, "cacheWrite": 0});
        let haiku = json!({"input": 2_000, "output": 300, "cacheRead": 0, "cacheWrite": 0});
        let models = json!([
            {"model": "claude-opus-5-5", "tokens": opus, "costUsd": 0.006 * CALLS as f64, "unpriced": false},
            {"model": "claude-haiku-5-5", "tokens": haiku, "costUsd": HELPED, "unpriced": false},
        ]);
        assert_eq!(session["models"], models, "each call of each model once");
        let branch = session["branch"].as_str().unwrap();
        assert_eq!(git(repo, &["log", "--format=%s", &format!("main..{branch}")]), format!("Commit {i}"));
        let log = outside.get(&format!("/api/sessions/S{}/log", i + 1)).await;
        let entries = log["items"].as_array().unwrap();
        let numbers: Vec<u64> = entries.iter().map(|entry| entry["n"].as_u64().unwrap()).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry["type"] == "text") {
            *lines.entry(entry["text"].as_str().unwrap()).or_default() += 1;
        }
        assert!(lines.len() == CALLS && lines.values().all(|count| *count == 1), "{lines:?}");
    }
    let asks = outside.get("/api/approvals").await;
    let asks = asks["items"].as_array().unwrap();
    assert!(asks.len() == 3 && asks.iter().all(|ask| ask["status"] == "allowed"), "{asks:#?}");
    let goal = outside.get("/api/goals/G1").await;
    let spent = goal["spend"]["costUsd"].as_f64().unwrap();
    assert!((spent - 3.0 * COST).abs() < 1e-9, "{spent}");
    assert_eq!(goal["artifacts"].as_array().unwrap().len(), 3, "each commit is linked once");
    assert_eq!(outside.get("/api/budget").await["day"]["reservedUsd"], 0.0);
}
