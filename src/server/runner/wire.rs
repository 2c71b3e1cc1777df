//! What is said on the runner's socket: JSON lines, one answer a request.

use super::{Stage, Totals};
use crate::{
    domain::dispatch::{Cause, Limits},
    server::agents::Input,
};
use serde::{Deserialize, Serialize};

/// A request of the server's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Of this command: said again, it is not done again, and gets the first answer.
    pub id: String,
    /// The fencing token of who asks.
    pub token: u64,
    pub command: Command,
}

/// What is wanted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// How it stands. Anybody may ask.
    Status,
    /// From now on a [`Grown`] whenever the journal grows. Anybody may ask.
    Watch,
    Say(Input),
    /// End the session, beginning with this step.
    Stop(Stage),
    /// The limits are these from now on.
    Cap(Limits),
    /// Nothing but to let nobody with a lower token in from now on.
    TakeOver,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is in the journal, up to this record at least, and on the disk.
    Done {
        /// Number of the record.
        n: u64,
    },
    Status(Box<Status>),
    /// Somebody with a higher token steers the session.
    Fenced {
        /// The highest that was seen.
        highest: u64,
    },
    Refused {
        /// Why.
        reason: String,
    },
}

/// How a session stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub session: String,
    /// Of the runner.
    pub runner: u32,
    /// Of the agent.
    pub pid: u32,
    /// Number of the last record of the journal.
    pub records: u64,
    pub totals: Totals,
    pub limits: Limits,
    pub ran_ms: u64,
    /// A turn of the agent is running.
    pub busy: bool,
    /// A message would still reach it.
    pub listens: bool,
    /// Approvals that wait for an answer, by the agent's own ids.
    pub waiting: Vec<String>,
    /// It is being ended, and how far that is.
    pub stage: Option<Stage>,
    pub cause: Option<Cause>,
    /// The agent is held because its words cannot be written down.
    pub held: Option<String>,
}

/// The journal has grown.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Grown {
    /// Number of its last record.
    pub n: u64,
}

/// The first and only line on the runner's standard output.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ready {
    /// The agent runs.
    Running {
        /// Of the agent.
        pid: u32,
    },
    /// The folder is another session's, or the session has begun already.
    Begun(String),
    /// The agent could not be started.
    Agent(String),
    Failed(String),
}
