//! Sessions that the server starts, against git and a bare process; a chain; and lines on their way to a browser.

use crate::{
    load::{self, Client, Times},
    server::Server,
    table::{Table, megabytes, ms, per_second},
};
use maestro::domain::auth::Scope;
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const STANDIN: &str = env!("CARGO_BIN_EXE_standin");
const TIMES: usize = 30;
const SESSIONS: usize = 50;
const CALLS: usize = 20_000;
/// What dispatching may add to git and a bare process.
const AIM: Duration = Duration::from_millis(50);

pub async fn measure(table: &mut Table) {
    let house = House::new().await;
    let (bare, started) = house.starts().await;
    table.row("git worktree add, and a bare fork and exec, p50", &ms(bare.p50()), "");
    table.row("dispatch until the agent's process is alive, p50", &ms(started.p50()), &format!("≤ {}", ms(bare.p50() + AIM)));
    let chained = house.chain().await;
    table.row("task done until the next agent's process is alive, p50", &ms(chained.p50()), "");
    table.row("task done until the next agent's process is alive, p95", &ms(chained.p95()), "≤ 100 ms");
    table.row("lines of an agent to a browser", &per_second(house.lines().await), "");
    table.row(&format!("memory of the server for each of {SESSIONS} running sessions"), &megabytes(house.memory().await), "");
}

/// A server with a stand-in for the agent, and a repository.
pub struct House {
    pub server: Server,
    pub client: Client,
    repo: PathBuf,
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let repo = folder.path().join("app");
        fs::create_dir(&repo).unwrap();
        fs::write(repo.join("README.md"), "An app.\n").unwrap();
        for arguments in [
            &["init", "-q", "-b", "main"][..],
            &["config", "user.name", "Agent"],
            &["config", "user.email", "agent@example.com"],
            &["add", "."],
            &["commit", "-qm", "Begin"],
        ] {
            git(&repo, arguments);
        }
        let server = Server::start_with(folder, &[("MAESTRO_CLAUDE", STANDIN)]).await;
        let client = Client::new(&server, Scope::Full).await;
        let repo = fs::canonicalize(repo).unwrap();
        client.post("/api/repositories", json!({ "path": repo })).await;
        client.send(Method::PUT, "/api/budget", json!({"parallel": 150})).await;
        client.post("/api/goals", json!({"title": "Faster start"})).await;
        Self { server, client, repo }
    }

    /// Starts a session that does this; its key.
    pub async fn start(&self, script: &str) -> String {
        let prompt = format!("Do this.\n\n```script\n{script}\n```\n");
        let body = json!({"goalId": "G1", "prompt": prompt, "agent": "claude-code", "model": "claude-opus-5-5"});
        key(&self.client.send(Method::POST, "/api/dispatch", body).await)
    }

    /// Waits until the session is over.
    pub async fn over(&self, key: &str) -> Value {
        loop {
            let session = self.client.get(&format!("/api/sessions/{key}")).await;
            if !session["endedAt"].is_null() {
                return session;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many agents said that they live.
    fn alive(&self) -> usize {
        let there = fs::read_dir(self.server.folder().join("worktrees")).into_iter().flatten().flatten();
        there.filter(|file| file.file_name().to_string_lossy().starts_with(".alive-")).count()
    }

    async fn until_alive(&self, count: usize) {
        while self.alive() < count {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
    }

    /// What git and the machine need, and what a dispatch does, in turns.
    async fn starts(&self) -> (Times, Times) {
        let (mut bare, mut started) = (Vec::new(), Vec::new());
        for i in 0..TIMES {
            bare.push(self.bare(i));
            let before = (self.alive(), Instant::now());
            let key = self.start("end").await;
            self.until_alive(before.0 + 1).await;
            started.push(before.1.elapsed());
            self.over(&key).await;
        }
        (bare.into(), started.into())
    }

    fn bare(&self, i: usize) -> Duration {
        let before = Instant::now();
        let tree = self.server.folder().join(format!("bare-{i}"));
        git(&self.repo, &["worktree", "add", "-q", "-b", &format!("bare-{i}"), tree.to_str().unwrap(), "main"]);
        let mut child = Command::new(STANDIN).env("STANDIN_SCRIPT", "print alive").stdout(Stdio::piped()).spawn().unwrap();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        let taken = before.elapsed();
        child.wait().unwrap();
        taken
    }

    /// From the answer that a task is done to the process of the one that waited for it.
    async fn chain(&self) -> Times {
        let mut taken = Vec::new();
        // The goal's last session says which repository, and the rules which agent.
        let rules = json!({"rules": [], "fallback": {"agent": "claude-code", "model": "claude-opus-5-5"}});
        self.client.send(Method::PUT, "/api/routing", rules).await;
        for i in 0..TIMES {
            let script = "```script\nend\n```";
            let tasks = json!([{"title": format!("First {i}")}, {"title": format!("Second {i}"), "details": script, "dependsOn": ["#0"], "startWhenReady": true}]);
            let tasks = self.client.send(Method::POST, "/api/goals/G1/tasks", tasks).await;
            let (alive, before) = (self.alive(), Instant::now());
            let path = format!("/api/tasks/{}", tasks[0]["key"].as_str().unwrap());
            self.client.send(Method::PATCH, &path, json!({"status": "done"})).await;
            self.until_alive(alive + 1).await;
            taken.push(before.elapsed());
            let newest = self.client.get("/api/sessions?limit=1").await;
            self.over(&key(&newest["items"][0])).await;
        }
        taken.into()
    }

    /// Entries a second, from the first to the last, as a browser gets them.
    async fn lines(&self) -> f64 {
        let session = self.start(&format!("calls {CALLS} 1000000 1 1\nend")).await;
        let mut stream = self.client.stream(&format!("/api/sessions/{session}/log?after=0")).await;
        let (mut before, mut count, mut tail) = (None, 0_usize, Vec::new());
        while let Some(piece) = stream.chunk().await.unwrap() {
            let before = before.get_or_insert_with(Instant::now);
            tail.extend_from_slice(&piece);
            count += tail.windows(13).filter(|part| part == b"event: entry\n" || part == b"\nevent: entry").count();
            if tail.windows(10).any(|part| part == b"event: end") {
                return count as f64 / before.elapsed().as_secs_f64();
            }
            tail.drain(..tail.len().saturating_sub(12));
        }
        panic!("the stream broke off after {count} entries");
    }

    async fn memory(&self) -> u64 {
        let before = (self.server.resident(), self.alive());
        let mut keys = Vec::new();
        for _ in 0..SESSIONS {
            keys.push(self.start("stay").await);
        }
        self.until_alive(before.1 + SESSIONS).await;
        let each = self.server.resident().saturating_sub(before.0) / SESSIONS as u64;
        self.stop(&keys).await;
        each
    }

    /// Ends all of them, and waits for it.
    pub async fn stop(&self, keys: &[String]) {
        for key in keys {
            self.client.send(Method::POST, &format!("/api/sessions/{key}/stop"), json!({})).await;
        }
        for key in keys {
            self.over(key).await;
        }
    }
}

fn key(record: &Value) -> String {
    record["key"].as_str().unwrap().to_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Quick enough to be asked for while a machine is busy.
pub async fn page(client: &Client) -> Duration {
    let times = load::repeat(10, |_| client.get("/api/dispatch")).await;
    times.most()
}
