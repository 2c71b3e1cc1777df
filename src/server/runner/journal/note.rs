//! What the runner says about itself.

use super::{Record, Source};
use crate::{
    domain::dispatch::{Cause, Exit, Limits},
    server::agents::Input,
};
use serde::{Deserialize, Serialize};

/// A record of [`Source::Runner`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Note {
    /// The agent runs; what it is told first follows.
    Started { pid: u32 },
    /// A command of the server's: what it leads to follows.
    Said { command: String, input: Input },
    /// The agent's standard input was closed.
    InputClosed,
    /// The limits are these from now on.
    Capped { limits: Limits },
    /// The runner ends the session, for this reason; none where it only does not end by itself.
    Stopping { cause: Option<Cause> },
    /// The next step of ending it.
    Stage { stage: Stage },
    /// The agent is held, for this reason.
    Held { reason: String },
    /// The agent goes on.
    Released,
    /// Processes that outlived the agent.
    Leftovers { count: u32 },
    /// The agent is gone, and so is everything that it started.
    Exited { exit: Exit },
    /// The runner died; what it left behind was ended by the server.
    Lost { processes: u32 },
}

/// The steps of ending a session, each for every one of its processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// In the agent's own language.
    Ask,
    /// SIGINT
    Interrupt,
    /// SIGTERM
    Terminate,
    /// SIGKILL
    Kill,
}

impl Note {
    /// What a record says; none where it is no note, or one of a newer Maestro.
    pub fn read(record: &Record) -> Option<Self> {
        (record.from == Source::Runner).then(|| serde_json::from_slice(&record.bytes).ok()).flatten()
    }
}
