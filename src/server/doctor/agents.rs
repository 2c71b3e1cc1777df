//! The agents on this machine.

use super::Check;
use std::{io::ErrorKind, process::Stdio, time::Duration};
use tokio::{process::Command, time::timeout};

/// How long a program may take to say its version.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether an agent's program is there and runs.
pub async fn look(program: &'static str) -> Check {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).kill_on_drop(true);
    let package = if program == "claude" { "@anthropic-ai/claude-code" } else { "@openai/codex" };
    match timeout(PATIENCE, command.output()).await {
        Ok(Ok(done)) if done.status.success() => Check::ok(program, String::from_utf8_lossy(&done.stdout).trim().to_owned()),
        Ok(Ok(done)) => {
            let said = String::from_utf8_lossy(&done.stderr).trim().lines().next().unwrap_or_default().to_owned();
            Check::fault(
                program,
                format!("it does not run ({}): {said}", done.status),
                format!("run `{program} --version` and mend what it says"),
            )
        }
        Ok(Err(error)) if error.kind() == ErrorKind::NotFound => {
            Check::note(program, "not installed", format!("install it with `npm install -g {package}` if you use it"))
        }
        Ok(Err(error)) => Check::fault(program, error.to_string(), format!("look at the program behind `command -v {program}`")),
        Err(_) => Check::fault(program, "it does not answer within 10 s", format!("run `{program} --version` and see what it waits for")),
    }
}
