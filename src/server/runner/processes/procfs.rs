//! Processes as Linux lists them.

use super::Process;
use crate::server::runner::MARKER;
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

pub const ROOT: &str = "/proc";

/// All living processes, and which of them carry the marker of `session`.
pub fn all(session: &str) -> io::Result<(Vec<Process>, BTreeSet<u32>)> {
    let wanted = format!("{MARKER}={session}");
    let (mut all, mut marked) = (Vec::new(), BTreeSet::new());
    for entry in fs::read_dir(ROOT)? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // It may end while it is looked at.
        let Some(process) = process(pid) else { continue };
        let environment = fs::read(of(pid).join("environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes()) {
            marked.insert(pid);
        }
        all.push(process);
    }
    Ok((all, marked))
}

/// When a living process started, in ticks since the machine did.
pub fn started(pid: u32) -> Option<String> {
    process(pid).map(|process| process.started)
}

fn process(pid: u32) -> Option<Process> {
    // `17 (a name with ) in it) S 1 …`: state, parent, and as the 20th field from there the start.
    let stat = fs::read_to_string(of(pid).join("stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    let started = fields.nth(17)?.to_owned();
    (!matches!(state, "Z" | "X" | "x")).then_some(Process { pid, parent, started })
}

fn of(pid: u32) -> PathBuf {
    Path::new(ROOT).join(pid.to_string())
}
