//! Stands in for an agent in the tests: does what the script in `STANDIN_SCRIPT` says, one step a line.
//!
//! ```text
//! print TEXT      a line on standard output      error TEXT     one on standard error
//! bytes HEX       these bytes, without newline   long N         a line of so many bytes
//! lines N RATE    so many lines, so many a second; 0 is as fast as it goes
//! until TEXT      waits for a line with that text on standard input
//! stay            says nothing more, and does not end
//! eof             waits for the end of standard input
//! ignore          SIGINT and SIGTERM from now on; only as the first step
//! child           starts a process in a session of its own, and says `child PID`; `child stubborn` ignores SIGTERM,
//!                 `child cleared` has no environment
//! exit CODE       kill                           ends with that code, or by SIGKILL
//! ```
//!
//! `standin model` is no agent but a scripted model; see `model.rs`. Without a script it speaks as Claude Code does, and takes its script from what it is told; see `claude.rs`.
#![expect(clippy::unwrap_used, reason = "a stand-in that panics fails its test, which is what it is for")]

mod claude;
mod model;

use std::{
    env,
    io::{self, BufRead, Read, Write},
    os::unix::process::CommandExt,
    process::{self, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Set once the signals are ignored.
const IGNORING: &str = "STANDIN_IGNORING";

fn main() {
    if env::args().nth(1).as_deref() == Some("--child") {
        return child();
    }
    if env::args().nth(1).as_deref() == Some("model") {
        return model::serve();
    }
    let Some((_, script)) = env::vars_os().find(|(name, _)| name == "STANDIN_SCRIPT") else { return claude::speak() };
    let script = script.into_string().unwrap();
    let mut out = io::stdout().lock();
    for step in script.lines() {
        let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
        match verb {
            "print" => writeln!(out, "{rest}").unwrap(),
            "error" => eprintln!("{rest}"),
            "bytes" => out.write_all(&hex(rest)).unwrap(),
            "long" => writeln!(out, "{}", "x".repeat(rest.parse().unwrap())).unwrap(),
            "lines" => lines(&mut out, rest),
            "until" => until(rest),
            "eof" => drop(io::stdin().lock().read_to_end(&mut Vec::new()).unwrap()),
            "ignore" => ignore(),
            "child" => writeln!(out, "child {}", start_child(rest)).unwrap(),
            "stay" => stay(),
            "exit" => process::exit(rest.parse().unwrap()),
            "kill" => rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap(),
            other => panic!("no step is called {other}"),
        }
        out.flush().unwrap();
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn lines(out: &mut impl Write, how: &str) {
    let (count, rate) = how.split_once(' ').unwrap();
    let (count, rate): (u32, u32) = (count.parse().unwrap(), rate.parse().unwrap());
    let start = Instant::now();
    for i in 0..count {
        writeln!(out, r#"{{"type":"line","number":{i},"filler":"{}"}}"#, "x".repeat(160)).unwrap();
        if rate > 0 {
            out.flush().unwrap();
            let due = start + Duration::from_secs(1) * (i + 1) / rate;
            while let Some(left) = due.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
                thread::park_timeout(left);
            }
        }
    }
}

fn until(text: &str) {
    let found = io::stdin().lock().lines().any(|line| line.unwrap().contains(text));
    assert!(found, "the input ended without {text}");
}

/// A program that is started by a shell that ignores signals ignores them too.
fn ignore() {
    if env::vars_os().any(|(name, _)| name == IGNORING) {
        return;
    }
    let error = shell(r#"trap "" INT TERM; exec "$0" "$@""#).args(env::args().skip(1)).env(IGNORING, "1").exec();
    panic!("{error}");
}

fn shell(what: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", what]).arg(env::current_exe().unwrap());
    command
}

#[expect(clippy::zombie_processes, reason = "whoever owns the session collects it")]
fn start_child(how: &str) -> u32 {
    let mut command = match how {
        "stubborn" => shell(r#"trap "" TERM; exec "$0" "$@""#),
        _ => Command::new(env::current_exe().unwrap()),
    };
    if how == "cleared" {
        command.env_clear();
    }
    let mut child = command.arg("--child").stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut ready = [0];
    child.stdout.take().unwrap().read_exact(&mut ready).unwrap();
    child.id()
}

/// Lives on in a session of its own until it is ended.
fn child() {
    rustix::process::setsid().unwrap();
    println!("ready");
    stay();
}

fn stay() {
    loop {
        thread::park();
    }
}
