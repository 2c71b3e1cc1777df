//! What is to be started.

use crate::domain::dispatch::{AgentKind, AutoApprove, Limits, Memory};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};

/// One run of an agent: written to disk by the server, read by the runner.
///
/// It holds secrets in `environment` and `telemetry`, so its file is for nobody else to read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Launch {
    pub agent: AgentKind,
    /// The executable, as [`super::find()`] gives it.
    pub program: PathBuf,
    /// The worktree; absolute.
    pub folder: PathBuf,
    /// The agent's own default where none is named.
    pub model: Option<String>,
    /// The first message; nothing is said with `continue_turn`.
    pub prompt: String,
    pub approvals: AutoApprove,
    /// The agent's own id of the conversation: fixed in advance (Claude Code alone can), or to be resumed.
    pub external_id: Option<String>,
    /// Go on with `external_id` instead of starting anew.
    #[serde(default)]
    pub resume: bool,
    /// Go on with a turn that was cut off, without a new message.
    #[serde(default)]
    pub continue_turn: bool,
    #[serde(default)]
    pub limits: Limits,
    /// What links the session back. The only place for secrets beside `telemetry`: arguments can be read by everybody.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The agent's own folder of settings, where it is not the usual one.
    pub home: Option<PathBuf>,
    /// More for the system prompt.
    pub instructions: Option<String>,
    /// What a person allowed once and for all.
    #[serde(default)]
    pub remembered: Vec<Memory>,
    /// Folders outside `folder` that may be written to: a worktree's git folders.
    #[serde(default)]
    pub writable: Vec<PathBuf>,
    #[serde(default)]
    pub telemetry: Option<Telemetry>,
}

impl Launch {
    /// The folder as text; what is not Unicode is replaced.
    pub fn folder(&self) -> String {
        self.folder.to_string_lossy().into_owned()
    }
}

/// Where the agent sends its measurements.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Telemetry {
    /// OTLP by HTTP, without `/v1/…`: `http://127.0.0.1:3336/otlp`.
    pub endpoint: String,
    /// The bearer token.
    pub token: String,
    /// Resource attributes, which link the measurements to session, task and goal.
    pub attributes: BTreeMap<String, String>,
}

impl Telemetry {
    /// `OTEL_EXPORTER_OTLP_HEADERS`, with a plain space: Claude Code does not decode what is escaped.
    pub fn headers(&self) -> String {
        format!("Authorization=Bearer {}", self.token)
    }

    /// `OTEL_RESOURCE_ATTRIBUTES`
    pub fn resource(&self) -> String {
        let pairs: Vec<String> = self.attributes.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        pairs.join(",")
    }
}

/// Neither spaces nor separators are allowed there.
fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~:/".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
