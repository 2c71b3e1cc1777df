//! Sessions of a scripted agent, by the real runner.

use maestro::{
    domain::dispatch::{AgentKind, AutoApprove, Limits},
    server::{
        agents::Launch,
        runner::{self, End, Folder, Handle, MARKER, Note, Plan, Prices, Record, Settings, Source, State},
    },
};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::time::{interval, timeout};
use uuid::Uuid;

/// Nothing here takes longer, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(20);

/// Maestro's own program.
pub fn maestro() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maestro"))
}

/// A session that was not started yet. What is left of it ends with the value.
pub struct Session {
    pub root: TempDir,
    pub folder: Folder,
    pub plan: Plan,
}

impl Session {
    /// Of an agent that does what `script` says; see `tests/standin/agent.rs`.
    pub fn of(script: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::new(root.path().join("session"));
        let launch = Launch {
            agent: AgentKind::ClaudeCode,
            program: PathBuf::from(env!("CARGO_BIN_EXE_standin")),
            folder: root.path().to_owned(),
            model: None,
            prompt: "Do it".into(),
            approvals: AutoApprove::None,
            external_id: None,
            resume: false,
            continue_turn: false,
            limits: Limits::default(),
            environment: [("STANDIN_SCRIPT".to_owned(), script.join("\n"))].into(),
            home: None,
            instructions: None,
            remembered: Vec::new(),
            writable: Vec::new(),
            telemetry: None,
        };
        let session = Uuid::now_v7().to_string();
        let plan = Plan { session, launch, settings: Settings::default(), prices: Prices::default(), token: 1, runtime: None };
        Self { root, folder, plan }
    }

    /// With other settings, limits or prices.
    pub fn with(mut self, change: impl FnOnce(&mut Plan)) -> Self {
        change(&mut self.plan);
        self
    }

    pub async fn start(&self) -> Handle {
        runner::start(maestro(), &self.folder, &self.plan).await.unwrap()
    }

    /// Reads the journal from its beginning until `enough`; all that was read.
    pub async fn until(&self, enough: impl Fn(&Record) -> bool) -> Vec<Record> {
        let mut follower = Handle::new(self.folder.clone(), 0).follow(0).unwrap();
        let mut read = Vec::new();
        let found = timeout(PATIENCE, async {
            while let Some(records) = follower.next().await.unwrap() {
                let found = records.iter().any(&enough);
                read.extend(records);
                if found {
                    return true;
                }
            }
            false
        });
        assert!(found.await.unwrap_or_default(), "not in the journal: {:?}", texts(&read));
        read
    }

    /// Until the agent says `line`.
    pub async fn says(&self, line: &str) -> Vec<Record> {
        self.until(|record| record.from == Source::Agent && record.text() == line).await
    }

    /// The number of the process that `child` started.
    pub async fn child(&self) -> u32 {
        let is_child = |record: &Record| record.from == Source::Agent && record.text().starts_with("child ");
        let records = self.until(is_child).await;
        records.iter().find(|record| is_child(record)).unwrap().text()[6..].parse().unwrap()
    }

    /// Waits for the end; what came of it, and the whole journal.
    pub async fn end(&self) -> (End, Vec<Record>) {
        let mut follower = Handle::new(self.folder.clone(), 0).follow(0).unwrap();
        let mut all = Vec::new();
        let reading = async {
            while let Some(records) = follower.next().await.unwrap() {
                all.extend(records);
            }
        };
        timeout(PATIENCE, reading).await.unwrap();
        match runner::attach(&self.folder, 0).unwrap() {
            State::Ended(end) => (*end, all),
            other => panic!("{other:?}: {}", fs::read_to_string(self.folder.path().join("runner.log")).unwrap()),
        }
    }

    /// The runner's process.
    pub fn runner(&self) -> u32 {
        let lock = fs::read_to_string(self.folder.path().join("runner.lock")).unwrap();
        lock.split(' ').next().unwrap().parse().unwrap()
    }

    /// Processes that carry this session's marker.
    pub fn marked(&self) -> Vec<u32> {
        let wanted = format!("{MARKER}={}", self.plan.session);
        let pids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse::<u32>().ok());
        let carries = |pid: &u32| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes())
        };
        pids.filter(|pid| carries(pid) && is_alive(*pid)).collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if runner::attach(&self.folder, 0).is_ok_and(|state| matches!(state, State::Running(_))) {
            kill(self.runner());
        }
        self.marked().into_iter().for_each(kill);
    }
}

/// `kill -9`; a process that is gone already is fine.
pub fn kill(pid: u32) {
    let _gone = kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::KILL);
}

/// It runs; one that only waits to be collected does not.
pub fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Waits until it is so.
pub async fn eventually(what: &str, so: impl Fn() -> bool) {
    let mut tick = interval(Duration::from_millis(5));
    let wait = async {
        while !so() {
            tick.tick().await;
        }
    };
    assert!(timeout(PATIENCE, wait).await.is_ok(), "never: {what}");
}

/// What was said by whom, in short.
pub fn texts(records: &[Record]) -> Vec<String> {
    records.iter().map(|record| format!("{:?} {}", record.from, record.text().chars().take(200).collect::<String>())).collect()
}

/// The runner's own words.
pub fn notes(records: &[Record]) -> Vec<Note> {
    records.iter().filter_map(Note::read).collect()
}

/// `print` with the beginning of a conversation.
pub fn opening() -> String {
    format!("print {}", json!({ "type": "system", "subtype": "init", "session_id": "conversation", "model": "model-x" }))
}

/// `print` for a call of the model that took so many tokens.
pub fn call(id: &str, output: i64) -> [String; 2] {
    let start =
        json!({ "type": "message_start", "message": { "id": id, "model": "model-x", "usage": { "input_tokens": 0, "output_tokens": 1 } } });
    let delta = json!({ "type": "message_delta", "usage": { "output_tokens": output } });
    [start, delta].map(|event| format!("print {}", json!({ "type": "stream_event", "event": event, "parent_tool_use_id": null })))
}

/// `print` for the end of a turn that was interrupted.
pub fn interrupted() -> String {
    let result = json!({ "type": "result", "subtype": "error_during_execution", "is_error": true, "terminal_reason": "aborted_streaming" });
    format!("print {result}")
}

/// `print` for the end of a turn that went well.
pub fn result(text: &str) -> String {
    let result = json!({ "type": "result", "subtype": "success", "is_error": false, "result": text, "queued_turn_count": 0 });
    format!("print {result}")
}
