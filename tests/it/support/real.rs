//! A whole Maestro whose agent is a real one: it believes that a scripted model is its provider.

use super::{
    agent,
    house::{House, processes},
    model_server::{ModelServer, Turn},
};
use chrono::Duration;
use maestro::{domain::dispatch::AgentKind, server::clock::Clock};
use rustix::process::Pid;
use serde_json::{Value, json};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// What the sessions' agent is told; what it does is up to the model.
pub const PROMPT: &str = "Do what the script says.";

/// What the agent is signed in by; made up, all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A key, each call of which is paid for.
    Key,
    /// A subscription: Claude Code tells by it alone when it is served again.
    Subscription,
}

/// One of them.
pub struct Real {
    pub house: House,
    pub model: ModelServer,
    pub agent: AgentKind,
    /// Home folder of the agent, and the program that is started in its place.
    desk: TempDir,
}

impl Real {
    /// With the machine's clock; none where this agent is not there.
    pub async fn new(agent: AgentKind, script: impl IntoIterator<Item = Turn>) -> Option<Self> {
        Self::at(Clock::system(), agent, Account::Key, script).await
    }

    /// With a clock that stands at the present time until [`Self::pass`] moves it.
    pub async fn still(agent: AgentKind, account: Account, script: impl IntoIterator<Item = Turn>) -> Option<Self> {
        Self::at(Clock::fixed(Clock::system().now()), agent, account, script).await
    }

    async fn at(clock: Clock, agent: AgentKind, account: Account, script: impl IntoIterator<Item = Turn>) -> Option<Self> {
        let program = agent::program(agent)?;
        let model = ModelServer::start(script).await;
        let desk = TempDir::with_prefix_in("real-", env!("CARGO_TARGET_TMPDIR")).unwrap();
        let wrapper = wrap(desk.path(), agent, account, &program, &model.url);
        let set = |config: &mut maestro::server::config::Config| match agent {
            AgentKind::ClaudeCode => config.agents.claude = Some(wrapper),
            AgentKind::Codex => config.agents.codex = Some(wrapper),
        };
        let house = House::at(clock, set).await;
        Some(Self { house, model, agent, desk })
    }

    /// The model that is asked for: one whose tools are plain functions.
    pub fn model_name(&self) -> &'static str {
        match self.agent {
            AgentKind::ClaudeCode => "claude-opus-5-5",
            AgentKind::Codex => "gpt-5.5",
        }
    }

    /// Starts a session of the goal; its key.
    pub async fn start(&self, more: Value) -> String {
        let mut body = json!({ "goalId": self.house.goal, "prompt": PROMPT, "agent": self.agent, "model": self.model_name() });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let started = self.house.app.post("/api/dispatch", body).await;
        assert_eq!(started.status, 202, "{}", started.body);
        started.json()["key"].as_str().unwrap().to_owned()
    }

    /// Allows whatever the session asks until it is over; it, and what it asked.
    pub async fn allow_all(&self, key: &str) -> (Value, Vec<Value>) {
        let mut asks = Vec::new();
        loop {
            let is_over = |session: &Value| !session["endedAt"].is_null();
            let session = self.house.until(key, |session| is_over(session) || session["status"] == "waiting-approval").await;
            if is_over(&session) {
                return (session, asks);
            }
            let ask = self.house.asked(key).await;
            self.house.answer(&ask, json!({ "decision": "allow" })).await.ok();
            asks.push(ask);
        }
    }

    /// Where the session of that branch works: `t1-say-hello`.
    pub fn worktree(&self, branch: &str) -> PathBuf {
        fs::canonicalize(self.house.app.data.path()).unwrap().join("worktrees").join(branch)
    }

    /// Lines that the agent itself wrote, as it wrote them.
    pub async fn stream(&self, key: &str) -> Vec<Value> {
        let raw = self.house.app.get(&format!("/api/sessions/{key}/raw")).await;
        let records = raw.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let own = records.filter(|record| record["from"] == "agent");
        own.filter_map(|record| serde_json::from_str(record["line"].as_str()?).ok()).collect()
    }

    /// How often the agent said that it tries again.
    pub async fn retries(&self, key: &str) -> usize {
        self.house.log(key).await.as_array().unwrap().iter().filter(|entry| entry["type"] == "retry").count()
    }

    /// Time goes by.
    pub fn pass(&self, by: Duration) {
        self.house.app.advance(by);
        self.house.app.app.queue.notify_one();
    }

    /// Has the agent saved a conversation that holds this text?
    pub fn has_saved(&self, text: &str) -> bool {
        agent::holds(self.desk.path(), text)
    }

    /// Sessions' processes that run this program.
    pub fn running(&self, program: &str) -> Vec<Pid> {
        let runs = |pid: &Pid| fs::read_to_string(format!("/proc/{}/comm", pid.as_raw_nonzero())).is_ok_and(|name| name.trim() == program);
        processes(self.house.app.data.path()).into_iter().filter(runs).collect()
    }
}

/// Writes the program that is started in place of the agent: it takes away what the environment has beyond what Maestro set,
/// adds an empty home, a made-up key and the model's address, and becomes the agent.
fn wrap(desk: &Path, agent: AgentKind, account: Account, program: &Path, model: &str) -> PathBuf {
    let home = desk.join("home");
    fs::create_dir_all(&home).unwrap();
    let own = match (agent, account) {
        (AgentKind::ClaudeCode, Account::Key) => format!("export ANTHROPIC_BASE_URL='{model}' ANTHROPIC_API_KEY=made-up-key"),
        (AgentKind::ClaudeCode, Account::Subscription) => {
            format!("export ANTHROPIC_BASE_URL='{model}' CLAUDE_CODE_OAUTH_TOKEN=made-up-token")
        }
        (AgentKind::Codex, _) => {
            fs::write(home.join("config.toml"), agent::provider(model)).unwrap();
            format!("export CODEX_HOME='{}' STUB_KEY=made-up-key", home.display())
        }
    };
    let script = format!(
        r#"#!/bin/sh
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $name in
    PATH | MAESTRO_* | GIT_CONFIG_* | OTEL_* | CLAUDE_CODE_* | DISABLE_AUTOUPDATER) ;;
    *) unset "$name" ;;
  esac
done
export HOME='{home}' TMPDIR='{home}' GIT_CONFIG_NOSYSTEM=1
{own}
exec '{program}' "$@"
"#,
        home = home.display(),
        program = program.display(),
    );
    let wrapper = desk.join("agent.sh");
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o700)).unwrap();
    wrapper
}
