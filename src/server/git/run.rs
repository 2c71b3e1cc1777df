//! Runs git.

use super::{Error, Result};
use std::{ffi::OsStr, io::ErrorKind, path::Path, process::Stdio, time::Duration};
use tokio::{io::AsyncReadExt, process::Command, time::timeout};

/// A large repository on a slow disk may take minutes to check out.
const PATIENCE: Duration = Duration::from_secs(300);

/// What git may say about where it works would lead it elsewhere.
const MISLEADING: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_EXTERNAL_DIFF",
];

/// What git prints, as it is.
pub async fn bytes<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Result<Vec<u8>> {
    let output = timeout(PATIENCE, command(folder, arguments).output()).await;
    let output = output.map_err(|_| Error::TooSlow(name(arguments)))?.map_err(missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let detail = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    Err(Error::Refused { command: name(arguments), detail: detail.trim().to_owned() })
}

/// What git prints, as text without the newline at its end.
pub async fn text<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Result<String> {
    let printed = bytes(folder, arguments).await?;
    Ok(String::from_utf8_lossy(&printed).trim_end().to_owned())
}

/// The first `most` bytes of what git prints, and whether there is more.
pub async fn beginning<A: AsRef<OsStr>>(folder: &Path, arguments: &[A], most: usize) -> Result<(String, bool)> {
    let mut child = command(folder, arguments).stdout(Stdio::piped()).spawn().map_err(missing)?;
    let mut read = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        timeout(PATIENCE, stdout.take(limit).read_to_end(&mut read)).await.map_err(|_| Error::TooSlow(name(arguments)))??;
    }
    let cut = read.len() > most;
    read.truncate(most);
    Ok((String::from_utf8_lossy(&read).into_owned(), cut))
}

fn command<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    for name in MISLEADING {
        command.env_remove(name);
    }
    // Words in a language that we know, no question that nobody would answer.
    command.env("LC_ALL", "C.UTF-8").env("GIT_TERMINAL_PROMPT", "0").env("GIT_EDITOR", "true").env("GIT_OPTIONAL_LOCKS", "0");
    command
}

fn missing(error: std::io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound { Error::Missing(error) } else { Error::Io(error) }
}

fn name<A: AsRef<OsStr>>(arguments: &[A]) -> String {
    let words = arguments.iter().map(|argument| argument.as_ref().to_string_lossy().into_owned());
    words.filter(|word| !word.starts_with('-')).take(2).collect::<Vec<_>>().join(" ")
}
