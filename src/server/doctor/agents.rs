//! The agents on this machine.

use super::Check;
use crate::{
    domain::dispatch::AgentKind,
    server::{agents, config::Executables},
};
use std::{process::Stdio, time::Duration};
use tokio::{process::Command, time::timeout};

/// How long a program may take to say its version.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether an agent's program is there and runs.
pub async fn look(agent: AgentKind, executables: &Executables) -> Check {
    let (program, package, variable) = match agent {
        AgentKind::ClaudeCode => ("claude", "@anthropic-ai/claude-code", "MAESTRO_CLAUDE"),
        AgentKind::Codex => ("codex", "@openai/codex", "MAESTRO_CODEX"),
    };
    let set = executables.set(agent);
    let Some(found) = agents::find(agent, set, &executables.path) else {
        return match set {
            Some(set) => {
                Check::fault(program, format!("{variable} names {}, which is not there", set.display()), "correct it, or unset it")
            }
            None => Check::note(program, "not installed", format!("install it with `npm install -g {package}` if you use it")),
        };
    };
    let mut command = Command::new(&found);
    command.arg("--version").stdin(Stdio::null()).kill_on_drop(true);
    match timeout(PATIENCE, command.output()).await {
        Ok(Ok(done)) if done.status.success() => {
            Check::ok(program, format!("{}, {}", String::from_utf8_lossy(&done.stdout).trim(), found.display()))
        }
        Ok(Ok(done)) => {
            let said = String::from_utf8_lossy(&done.stderr).trim().lines().next().unwrap_or_default().to_owned();
            Check::fault(
                program,
                format!("it does not run ({}): {said}", done.status),
                format!("run `{program} --version` and mend what it says"),
            )
        }
        Ok(Err(error)) => Check::fault(program, error.to_string(), format!("look at the program behind `command -v {program}`")),
        Err(_) => Check::fault(program, "it does not answer within 10 s", format!("run `{program} --version` and see what it waits for")),
    }
}
