//! Speaks with coding agents: Claude Code and Codex, each as it wants to be spoken to.
//!
//! A capability: it knows neither the features nor `App`, and does nothing by itself. An [`Adapter`] says how the program is
//! started, turns its lines into events and gives back the lines that are to be written. Whoever owns the process feeds it.
//! The same lines, fed again to a fresh adapter, give the same events: what was journaled can be replayed.

mod adapter;
mod claude;
mod clip;
mod codex;
mod command;
mod field;
mod find;
mod gate;
mod launch;
mod patch;

pub use adapter::{Abilities, Adapter, Input, Step};
pub use command::Command;
pub use find::find;
pub use launch::{Launch, Telemetry};

use crate::domain::dispatch::AgentKind;

/// The adapter for the agent that is to be started.
pub fn adapter(launch: &Launch) -> Box<dyn Adapter> {
    match launch.agent {
        AgentKind::ClaudeCode => Box::new(claude::Claude::new(launch.clone())),
        AgentKind::Codex => Box::new(codex::Codex::new(launch.clone())),
    }
}

#[cfg(test)]
mod tests;
