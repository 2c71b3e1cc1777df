//! Processes as `ps` lists them, where there is no `/proc`.

use super::Process;
use crate::server::runner::MARKER;
use std::{collections::BTreeSet, io, process::Command};

/// Five words: `Wed Nov 25 10:00:00 2026`.
const START_WORDS: usize = 5;

/// All living processes, and which of them carry the marker of `session`.
pub fn all(session: &str) -> io::Result<(Vec<Process>, BTreeSet<u32>)> {
    let wanted = format!("{MARKER}={session}");
    // With their environment behind the command.
    let which = if cfg!(target_os = "macos") { "-axwwE" } else { "axwwe" };
    let (mut all, mut marked) = (Vec::new(), BTreeSet::new());
    for line in list(&[which, "-o", "pid=,ppid=,stat=,lstart=,command="])?.lines() {
        let Some(process) = process(line) else { continue };
        if line.split_whitespace().any(|word| word == wanted) {
            marked.insert(process.pid);
        }
        all.push(process);
    }
    Ok((all, marked))
}

/// When a living process started, to the second.
pub fn started(pid: u32) -> Option<String> {
    let listed = list(&["-p", &pid.to_string(), "-o", "pid=,ppid=,stat=,lstart="]).ok()?;
    listed.lines().next().and_then(process).map(|process| process.started)
}

fn list(arguments: &[&str]) -> io::Result<String> {
    let done = Command::new("ps").args(arguments).env("LC_ALL", "C").output()?;
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

fn process(line: &str) -> Option<Process> {
    let mut words = line.split_whitespace();
    let pid = words.next()?.parse().ok()?;
    let parent = words.next()?.parse().ok()?;
    let state = words.next()?;
    let started: Vec<&str> = words.take(START_WORDS).collect();
    (!state.starts_with('Z')).then(|| Process { pid, parent, started: started.join(" ") })
}
