//! A whole Maestro with its workers, a repository that agents may work in, and a scripted stand-in for the agent.

use super::{Answer, TestApp};
use maestro::server::{App, clock::Clock, config::Config, dispatch, workers};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use tempfile::TempDir;
use tokio::time::{interval, timeout};

/// Nothing here takes longer, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a prompt has to hold for the stand-in to do it; see `tests/standin/claude.rs`.
pub fn script(steps: &[&str]) -> String {
    format!("Do this.\n\n```script\n{}\n```\n", steps.join("\n"))
}

/// One of them. Whatever it started ends with it.
pub struct House {
    pub app: TestApp,
    pub root: TempDir,
    /// The allowed repository.
    pub repo: PathBuf,
    /// `G1`
    pub goal: String,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With settings of its own.
    pub async fn with(set: impl FnOnce(&mut Config)) -> Self {
        Self::at(Clock::system(), set).await
    }

    /// With a clock of its own, too.
    pub async fn at(clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        let house = Self::idle_at(clock, set).await;
        begin(&house.app.app).await;
        house
    }

    /// Without workers: nothing starts by itself.
    pub async fn idle(set: impl FnOnce(&mut Config)) -> Self {
        Self::idle_at(Clock::system(), set).await
    }

    async fn idle_at(clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        let app = TestApp::with(clock, |config| {
            config.program = env!("CARGO_BIN_EXE_maestro").into();
            config.agents.claude = Some(env!("CARGO_BIN_EXE_standin").into());
            set(config);
        })
        .await;
        let root = TempDir::new().unwrap();
        let repo = fs::canonicalize(root.path()).unwrap().join("app");
        make_repository(&repo);
        assert_eq!(app.post("/api/repositories", json!({ "path": repo })).await.status, 201);
        let goal = app.post("/api/goals", json!({"title": "Faster start", "description": "It starts slowly."})).await.ok();
        Self { goal: goal["key"].as_str().unwrap().to_owned(), app, root, repo }
    }

    /// Asks for a session of the goal that does this; the answer.
    pub async fn ask(&self, steps: &[&str], more: Value) -> Answer {
        let mut body = json!({ "goalId": self.goal, "prompt": script(steps), "agent": "claude-code", "model": "claude-opus-5-5" });
        merge(&mut body, more);
        self.app.post("/api/dispatch", body).await
    }

    /// The same; its key.
    pub async fn start(&self, steps: &[&str], more: Value) -> String {
        let started = self.ask(steps, more).await;
        assert_eq!(started.status, 202, "{}", started.body);
        started.json()["key"].as_str().unwrap().to_owned()
    }

    pub async fn session(&self, key: &str) -> Value {
        self.app.get(&format!("/api/sessions/{key}")).await.ok()
    }

    /// Waits until the session is as wanted.
    pub async fn until(&self, key: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut beat = interval(Duration::from_millis(20));
        let mut last = Value::Null;
        let found = timeout(PATIENCE, async {
            loop {
                beat.tick().await;
                // A session that starts by itself is not there yet.
                let answer = self.app.get(&format!("/api/sessions/{key}")).await;
                if answer.status == 404 {
                    continue;
                }
                last = answer.ok();
                if wanted(&last) {
                    return last.clone();
                }
            }
        });
        match found.await {
            Ok(session) => session,
            Err(_) => panic!("{key} did not come that far: {:#}\n{:#}", self.session(key).await, self.log(key).await),
        }
    }

    /// Waits for that status.
    pub async fn is(&self, key: &str, status: &str) -> Value {
        self.until(key, |session| session["status"] == status).await
    }

    /// Waits for what it asks next.
    pub async fn asked(&self, key: &str) -> Value {
        self.is(key, "waiting-approval").await;
        let asks = self.app.get("/api/approvals?status=pending").await.ok();
        let items = asks["items"].as_array().unwrap().clone();
        items.into_iter().find(|ask| ask["sessionKey"] == key).unwrap()
    }

    pub async fn answer(&self, ask: &Value, reply: Value) -> Answer {
        self.app.post(&format!("/api/approvals/{}", ask["id"].as_str().unwrap()), reply).await
    }

    /// The whole transcript.
    pub async fn log(&self, key: &str) -> Value {
        let answer = self.app.get(&format!("/api/sessions/{key}/log")).header("accept", "application/json").await;
        answer.ok()["items"].clone()
    }

    /// The texts that the agent said.
    pub async fn said(&self, key: &str) -> Vec<String> {
        let log = self.log(key).await;
        let texts = log.as_array().unwrap().iter().filter(|entry| entry["type"] == "text");
        texts.map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn task(&self, more: Value) -> Value {
        self.app.post(&format!("/api/goals/{}/tasks", self.goal), more).await.ok()
    }

    pub fn git(&self, folder: &Path, arguments: &[&str]) -> String {
        git(folder, arguments)
    }
}

/// What `maestro serve` does when it starts.
pub async fn begin(app: &App) {
    dispatch::resume_all(app).await.unwrap();
    workers::start(app);
}

fn merge(body: &mut Value, more: Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
}

/// A repository with one file and one commit.
pub fn make_repository(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["config", "user.name", "Agent"]);
    git(folder, &["config", "user.email", "agent@example.com"]);
    fs::write(folder.join("README.md"), "An app.\n").unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "Begin"]);
}

pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// Processes of sessions below this data folder: runners by their arguments, agents by the marker that they inherit.
pub fn processes(data: &Path) -> Vec<Pid> {
    let sessions: Vec<String> = fs::read_dir(data.join("sessions"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| format!("MAESTRO_SESSION={}\0", entry.file_name().to_string_lossy()))
        .collect();
    let data = data.display().to_string();
    let is_ours = |pid: u32| {
        let file = |name: &str| String::from_utf8_lossy(&fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default()).into_owned();
        let environment = file("environ") + "\0";
        file("cmdline").contains(&data) || sessions.iter().any(|marker| environment.contains(marker.as_str()))
    };
    let all = fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let own = std::process::id();
    let found = all.filter(|pid| *pid != own && is_ours(*pid));
    found.filter_map(|pid| Pid::from_raw(i32::try_from(pid).ok()?)).collect()
}

/// What is left of the sessions ends with the test.
pub struct Sweep<'a>(pub &'a Path);

impl Drop for Sweep<'_> {
    fn drop(&mut self) {
        for pid in processes(self.0) {
            let _gone = kill_process(pid, Signal::KILL);
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for pid in processes(self.app.data.path()) {
            // It may have ended by itself.
            let _gone = kill_process(pid, Signal::KILL);
        }
    }
}
