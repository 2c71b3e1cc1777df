//! A process to be started.

use std::{collections::BTreeMap, path::PathBuf};

/// Program, arguments, and what changes in the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub program: PathBuf,
    /// Without the program's own name, and without any secret.
    pub arguments: Vec<String>,
    pub set: BTreeMap<String, String>,
    /// What is not handed on; a name that ends in `*` stands for all that start so.
    pub remove: Vec<String>,
}

/// Maestro's own secrets, what another agent around us left behind, and what would lead git or measurements astray.
const REMOVED: [&str; 28] = [
    "MAESTRO_*",
    "DATABASE_URL",
    "DIOXUS_*",
    "LISTEN_FDS",
    "LISTEN_PID",
    "NOTIFY_SOCKET",
    "INVOCATION_ID",
    "CLAUDECODE",
    "CLAUDE_PID",
    "CLAUDE_CODE_SESSION_ID",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_SSE_PORT",
    "CLAUDE_CODE_RESUME_INTERRUPTED_TURN",
    "CLAUDE_CODE_ENABLE_TELEMETRY",
    // It would let Claude Code run without asking anybody, as root.
    "IS_SANDBOX",
    "AI_AGENT",
    "CODEX_THREAD_ID",
    "CODEX_SESSION_ID",
    "CODEX_TOOL_CALL_ID",
    "CODEX_CI",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG_*",
    "OTEL_*",
    "TRACEPARENT",
    "TRACESTATE",
];

impl Command {
    /// With what no agent may see taken away.
    pub fn new(program: PathBuf, arguments: Vec<String>, set: BTreeMap<String, String>) -> Self {
        Self { program, arguments, set, remove: REMOVED.map(str::to_owned).to_vec() }
    }

    /// The whole environment of the process, made of the one that is inherited.
    pub fn environment(&self, inherited: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
        let mut whole: BTreeMap<String, String> = inherited.into_iter().filter(|(name, _)| !self.removes(name)).collect();
        whole.extend(self.set.clone());
        whole
    }

    fn removes(&self, name: &str) -> bool {
        self.remove.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == pattern,
        })
    }
}
