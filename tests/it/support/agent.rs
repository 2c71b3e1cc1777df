//! A real agent, started as the runner would start it: cleared environment, empty home, made-up key, a scripted model.

use super::model_server::ModelServer;
use maestro::{
    domain::{
        dispatch::{AgentKind, AutoApprove, Exit, Limits, Outcome},
        transcript::Event,
    },
    server::agents::{self, Adapter, Input, Launch, Step},
};
use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    time::{interval, timeout},
};

/// Nothing that is scripted takes longer.
const PATIENCE: Duration = Duration::from_secs(90);

/// The program of this agent, if the machine has one to test with: `TEST_CLAUDE`, `TEST_CODEX`.
pub fn program(agent: AgentKind) -> Option<PathBuf> {
    let name = if agent == AgentKind::ClaudeCode { "TEST_CLAUDE" } else { "TEST_CODEX" };
    #[expect(clippy::disallowed_methods, reason = "which tests can run is up to who runs them")]
    let Some(set) = std::env::var_os(name).map(PathBuf::from) else {
        eprintln!("not run: {name} is not set (`make test` sets it)");
        return None;
    };
    Some(agents::find(agent, Some(&set), &[]).unwrap_or_else(|| panic!("{name} names no program: {}", set.display())))
}

/// A worktree of a repository with one commit, and a home of its own.
pub struct Desk {
    root: TempDir,
}

impl Desk {
    /// With an empty first commit.
    pub async fn new() -> Self {
        let desk = Self { root: TempDir::with_prefix_in("agent-", env!("CARGO_TARGET_TMPDIR")).unwrap() };
        let origin = desk.root.path().join("origin");
        std::fs::create_dir_all(&origin).unwrap();
        std::fs::create_dir_all(desk.home()).unwrap();
        let tree = desk.repository().display().to_string();
        let begin = [
            ["init", "-q", "-b", "main"].as_slice(),
            &["commit", "-q", "--allow-empty", "-m", "Begin"],
            &["worktree", "add", "-q", "-b", "topic", &tree],
        ];
        for arguments in begin {
            desk.git_in(&origin, arguments).await;
        }
        desk
    }

    /// Where the agent works.
    pub fn repository(&self) -> PathBuf {
        self.root.path().join("repository")
    }

    fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// What git says.
    pub async fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.repository(), arguments).await
    }

    async fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(folder).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", self.home()).envs(identity());
        let done = command.args(arguments).output().await.unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    /// The folders in which a commit of the worktree is written.
    async fn git_folders(&self) -> Vec<PathBuf> {
        let said = self.git(&["rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir"]).await;
        said.lines().map(PathBuf::from).collect()
    }

    /// Has the agent saved a conversation that holds this text?
    pub fn has_saved(&self, text: &str) -> bool {
        holds(&self.home(), text)
    }

    /// A run of `agent` that asks `model`; none where the agent is not there.
    pub async fn launch(&self, agent: AgentKind, model: &ModelServer) -> Option<Launch> {
        let mut environment: BTreeMap<String, String> = identity().map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        match agent {
            AgentKind::ClaudeCode => {
                environment.insert("ANTHROPIC_BASE_URL".into(), model.url.clone());
                environment.insert("ANTHROPIC_API_KEY".into(), "made-up-key".into());
            }
            AgentKind::Codex => {
                environment.insert("STUB_KEY".into(), "made-up-key".into());
                std::fs::write(self.home().join("config.toml"), provider(&model.url)).unwrap();
            }
        }
        Some(Launch {
            agent,
            program: program(agent)?,
            folder: self.repository(),
            model: (agent == AgentKind::Codex).then(|| "gpt-5.5".into()),
            prompt: "Do what the script says.".into(),
            approvals: AutoApprove::None,
            external_id: None,
            resume: false,
            continue_turn: false,
            limits: Limits::default(),
            environment,
            home: Some(self.home()),
            instructions: None,
            remembered: Vec::new(),
            writable: self.git_folders().await,
            telemetry: None,
        })
    }

    /// Starts it.
    pub fn start(&self, launch: &Launch) -> Running {
        let adapter = agents::adapter(launch);
        let command = adapter.command();
        let inherited = [
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("HOME", self.home().display().to_string()),
            ("TMPDIR", self.home().display().to_string()),
        ];
        let mut child = Command::new(&command.program)
            .args(&command.arguments)
            .current_dir(&launch.folder)
            .env_clear()
            .envs(command.environment(inherited.map(|(name, value)| (name.to_owned(), value))))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Running {
            adapter,
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()).lines(),
            complaints: BufReader::new(child.stderr.take().unwrap()).lines(),
            child,
            events: Vec::new(),
            complains: true,
        }
    }
}

/// Is the text in a `.jsonl` file below this folder?
pub fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        let saved = || path.extension().is_some_and(|e| e == "jsonl") && std::fs::read_to_string(&path).is_ok_and(|all| all.contains(text));
        if path.is_dir() { holds(&path, text) } else { saved() }
    })
}

fn identity() -> [(&'static str, &'static str); 5] {
    [
        ("GIT_AUTHOR_NAME", "Agent"),
        ("GIT_AUTHOR_EMAIL", "agent@example.com"),
        ("GIT_COMMITTER_NAME", "Agent"),
        ("GIT_COMMITTER_EMAIL", "agent@example.com"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
    ]
}

pub fn provider(url: &str) -> String {
    format!(
        "model_provider = \"scripted\"\n[model_providers.scripted]\nname = \"scripted\"\nbase_url = \"{url}/v1\"\nenv_key = \"STUB_KEY\"\nwire_api = \"responses\"\n\
         request_max_retries = 1\nstream_max_retries = 2\n"
    )
}

/// A process and its adapter.
pub struct Running {
    pub adapter: Box<dyn Adapter>,
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    complaints: Lines<BufReader<ChildStderr>>,
    pub events: Vec<Event>,
    /// Its standard error is open.
    complains: bool,
}

impl Running {
    /// Runs to its end; `react` says something about what happens.
    pub async fn finish<I: IntoIterator<Item = Input>>(mut self, react: impl FnMut(&Event) -> I) -> (Outcome, Vec<Event>) {
        let status = timeout(PATIENCE, self.follow(react)).await.expect("the agent does not end");
        let exit = Exit { code: status.code(), signal: status.signal(), cause: None };
        (self.adapter.end(exit), self.events)
    }

    /// Runs until `ready`, kills it, and waits for its end.
    pub async fn killed_when(mut self, ready: impl Fn(&[Event]) -> bool) -> (Outcome, Vec<Event>) {
        let mut look = interval(Duration::from_millis(20));
        let run = async {
            let mut silent = |_: &Event| None::<Input>;
            let mut steps = self.adapter.open();
            while !ready(&self.events) {
                self.take(std::mem::take(&mut steps), &mut silent).await;
                tokio::select! {
                    steps_of_line = self.step() => steps = steps_of_line.expect("the agent ended by itself"),
                    _ = look.tick() => {}
                }
            }
            self.child.start_kill().unwrap();
            self.child.wait().await.unwrap()
        };
        let status = timeout(PATIENCE, run).await.expect("what is waited for does not happen");
        let exit = Exit { code: status.code(), signal: status.signal(), cause: None };
        (self.adapter.end(exit), self.events)
    }

    async fn follow<I: IntoIterator<Item = Input>>(&mut self, mut react: impl FnMut(&Event) -> I) -> std::process::ExitStatus {
        let mut steps = self.adapter.open();
        loop {
            while !steps.is_empty() {
                steps = self.take(std::mem::take(&mut steps), &mut react).await;
            }
            match self.step().await {
                Some(more) => steps = more,
                None => return self.child.wait().await.unwrap(),
            }
        }
    }

    /// The next line, whichever it is on; none once its output has ended.
    async fn step(&mut self) -> Option<Vec<Step>> {
        loop {
            tokio::select! {
                line = self.output.next_line() => return line.unwrap().map(|line| self.adapter.read(&line)),
                line = self.complaints.next_line(), if self.complains => match line.unwrap() {
                    Some(line) => return Some(self.adapter.read_error(&line)),
                    None => self.complains = false,
                },
            }
        }
    }

    /// Does the steps; what is said because of them gives new ones.
    async fn take<I: IntoIterator<Item = Input>>(&mut self, steps: Vec<Step>, react: &mut impl FnMut(&Event) -> I) -> Vec<Step> {
        let mut more = Vec::new();
        for step in steps {
            match step {
                Step::Write(line) => {
                    if let Some(input) = &mut self.input {
                        // A process that is gone does not read: its end says why.
                        let _ = input.write_all(format!("{line}\n").as_bytes()).await;
                    }
                }
                Step::CloseInput => self.input = None,
                Step::Event(event) => {
                    more.extend(react(&event).into_iter().flat_map(|input| self.adapter.say(input)));
                    self.events.push(event);
                }
            }
        }
        more
    }
}
