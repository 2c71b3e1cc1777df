//! All processes of a session, wherever they have gone.
//!
//! Agents start their tools in sessions of their own, so a process group does not hold them. Three nets do: the marker that every
//! process inherits in its environment, the tree below the runner (which adopts orphans, where the system lets it), and a control
//! group where the machine lets us have one.

mod cgroup;
mod procfs;
mod ps;
mod signal;

pub use cgroup::Cgroup;
pub use rustix::process::Signal;
pub use signal::{adopt_orphans, send};

use std::{collections::BTreeSet, io, path::Path};

/// A living process. Its number alone may be given to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub pid: u32,
    /// When it started, as the system counts; only good for comparing.
    pub started: String,
}

/// What is known of a living process.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    pid: u32,
    parent: u32,
    started: String,
}

/// Whose processes are looked for.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// The session's id.
    pub session: &'a str,
    /// Everything below this process belongs to it too; the process itself does not.
    pub below: Option<u32>,
    pub cgroup: Option<&'a Cgroup>,
}

/// The processes of a session that live now. Those that are dead and only wait to be collected do not.
pub fn find(search: &Search<'_>) -> io::Result<Vec<Member>> {
    let has_proc = Path::new(procfs::ROOT).join("self/stat").exists();
    let (all, marked) = if has_proc { procfs::all(search.session)? } else { ps::all(search.session)? };
    let mut ours: BTreeSet<u32> = marked;
    ours.extend(search.below.map(|root| below(root, &all)).unwrap_or_default());
    ours.extend(search.cgroup.map(Cgroup::processes).unwrap_or_default());
    let own = std::process::id();
    let members = all.into_iter().filter(|process| process.pid != own && ours.contains(&process.pid));
    Ok(members.map(|process| Member { pid: process.pid, started: process.started }).collect())
}

/// When a living process started.
fn started(pid: u32) -> Option<String> {
    if Path::new(procfs::ROOT).join("self/stat").exists() { procfs::started(pid) } else { ps::started(pid) }
}

/// This process, as it is noted for others: number and start time.
pub fn myself() -> String {
    let pid = std::process::id();
    format!("{pid} {}", started(pid).unwrap_or_default())
}

fn below(root: u32, all: &[Process]) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([root]);
    loop {
        let before = found.len();
        let children = all.iter().filter(|process| found.contains(&process.parent)).map(|process| process.pid);
        let children: Vec<u32> = children.collect();
        found.extend(children);
        if found.len() == before {
            found.remove(&root);
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Child, Command, Stdio};

    /// A process that waits for the end of its input.
    fn start(session: &str) -> Child {
        Command::new("cat").env(crate::server::runner::MARKER, session).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    }

    #[test]
    fn the_marker_and_the_tree_are_found_and_no_other() {
        let session = format!("find-{}", std::process::id());
        let (mut ours, mut other) = (start(&session), start("other"));
        for find in [procfs::all, ps::all] {
            let (all, marked) = find(&session).unwrap();
            assert_eq!(marked, BTreeSet::from([ours.id()]));
            let tree = below(std::process::id(), &all);
            assert!(tree.contains(&ours.id()) && tree.contains(&other.id()), "{tree:?}");
        }
        assert!(ps::started(ours.id()).is_some());
        let found = super::find(&Search { session: &session, below: None, cgroup: None }).unwrap();
        let stranger = Member { started: "0".into(), ..found[0].clone() };
        send(&stranger, Signal::KILL).unwrap();
        assert!(ours.try_wait().unwrap().is_none(), "its number was given to another process: let it be");
        send(&found[0], Signal::KILL).unwrap();
        ours.wait().unwrap();
        assert!(super::find(&Search { session: &session, below: None, cgroup: None }).unwrap().is_empty());
        send(&found[0], Signal::KILL).unwrap();
        drop(other.stdin.take());
        other.wait().unwrap();
    }
}
