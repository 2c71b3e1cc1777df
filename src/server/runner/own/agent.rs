//! The agent's process.

use super::inbox::{Call, Inbox};
use crate::{
    domain::dispatch::Exit,
    server::{
        agents::Command,
        runner::{MARKER, Plan},
    },
};
use rustix::{
    io::Errno,
    process::{Pid, WaitOptions, WaitStatus, wait, waitpid},
};
use std::{
    io,
    os::unix::process::CommandExt,
    process::{self, Child, Stdio},
    sync::Arc,
    thread,
};

/// Starts it, with pipes on all three sides, and with the marker that all its descendants inherit.
pub fn start(plan: &Plan, command: &Command, inherited: Vec<(String, String)>) -> io::Result<Child> {
    let folder = &plan.launch.folder;
    if !folder.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("there is no folder {}", folder.display())));
    }
    process::Command::new(&command.program)
        .args(&command.arguments)
        .env_clear()
        .envs(command.environment(inherited))
        .env(MARKER, &plan.session)
        .current_dir(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", command.program.display())))
}

/// Collects the agent when it ends, and every orphan of its descendants that was handed to us.
pub fn collect(agent: u32, inbox: Arc<Inbox>) -> io::Result<()> {
    let agent = i32::try_from(agent).ok().and_then(Pid::from_raw);
    // Only Linux hands us orphans; elsewhere we may have children of our own to wait for.
    let next = move || if cfg!(target_os = "linux") { wait(WaitOptions::empty()) } else { waitpid(agent, WaitOptions::empty()) };
    let work = move || {
        loop {
            match next() {
                Ok(Some((pid, status))) if Some(pid) == agent => inbox.call(Call::Gone(exit(status))),
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => break inbox.call(Call::Childless),
            }
        }
    };
    thread::Builder::new().name("collect".into()).spawn(work).map(drop)
}

fn exit(status: WaitStatus) -> Exit {
    Exit { code: status.exit_status(), signal: status.terminating_signal(), cause: None }
}
