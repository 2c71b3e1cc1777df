//! Signals that reach the process that is meant.

use super::{Member, started};
use rustix::{
    io::Errno,
    process::{Pid, Signal, kill_process},
};
use std::io;

/// Sends a signal, unless the process is gone or its number belongs to another one by now.
pub fn send(member: &Member, signal: Signal) -> io::Result<()> {
    let Some(pid) = i32::try_from(member.pid).ok().and_then(Pid::from_raw) else { return Ok(()) };
    match deliver(member, pid, signal) {
        Ok(()) | Err(Errno::SRCH) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Its number cannot be given away between the look and the signal: a descriptor holds on to the process.
#[cfg(target_os = "linux")]
fn deliver(member: &Member, pid: Pid, signal: Signal) -> rustix::io::Result<()> {
    use rustix::process::{PidfdFlags, pidfd_open, pidfd_send_signal};
    let held = match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(held) => Some(held),
        // Before Linux 5.3.
        Err(Errno::NOSYS) => None,
        Err(error) => return Err(error),
    };
    if started(member.pid).as_ref() != Some(&member.started) {
        return Ok(());
    }
    match held {
        Some(held) => pidfd_send_signal(held, signal),
        None => kill_process(pid, signal),
    }
}

#[cfg(not(target_os = "linux"))]
fn deliver(member: &Member, pid: Pid, signal: Signal) -> rustix::io::Result<()> {
    if started(member.pid).as_ref() == Some(&member.started) { kill_process(pid, signal) } else { Ok(()) }
}

/// From now on the orphans among our descendants become our children instead of init's, where the system knows that.
#[cfg(target_os = "linux")]
pub fn adopt_orphans() -> io::Result<()> {
    Ok(rustix::process::set_child_subreaper(Some(rustix::process::getpid()))?)
}

/// The system does not know that: the marker has to do.
#[cfg(not(target_os = "linux"))]
pub fn adopt_orphans() -> io::Result<()> {
    Ok(())
}
