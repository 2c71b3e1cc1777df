//! The runner itself: owns one agent from its start until nothing of it is left.
//!
//! One thread decides, [`Engine`]; the others only carry: two read the agent's output, one writes its input, one collects dead
//! processes, one syncs the journal, one listens on the socket, and one a connection. What the agent says waits in a bounded queue,
//! so a disk that is slow slows the agent down and nothing else.

mod agent;
mod commands;
mod ending;
mod engine;
mod fence;
mod holding;
mod inbox;
mod input;
mod ladder;
mod ledger;
mod listen;
mod meter;
mod output;
mod quiet;
mod sync;
mod wake;

pub use meter::Meter;

use super::{
    End, Error, Folder, Plan, Result, Source, folder,
    lock::Lock,
    processes::{self, Cgroup},
    wire::Ready,
};
use crate::{
    domain::dispatch::{Exit, FailureClass, Outcome},
    server::{
        agents,
        clock::{Clock, millis},
    },
};
use engine::{Engine, Parts};
use fence::Fence;
use inbox::{Call, Inbox};
use ledger::Ledger;
use std::{
    fs::File,
    io::{self, Write},
    process::Child,
    sync::Arc,
    thread,
};

/// Room for the last notes of a session whose disk is full, in bytes.
const RESERVE_BYTES: usize = 256 * 1024;

/// And for the very last one, and `end.json`.
const LAST_RESERVE_BYTES: usize = 32 * 1024;

/// Runs the session of `folder` to its end, and says on standard output when its agent is started, or why it is not.
/// `environment` is what the agent inherits, as far as its adapter lets it.
pub fn run(folder: &Folder, environment: Vec<(String, String)>, clock: &Clock) -> Result<()> {
    // It fails only for the leader of a process group, who has no terminal to lose.
    let _led = rustix::process::setsid();
    let begun = begin(folder, environment, clock);
    announce(match &begun {
        Ok((engine, _)) => Ready::Running { pid: engine.pid() },
        Err(Error::Begun(detail)) => Ready::Begun(detail.clone()),
        Err(Error::Agent(detail)) => Ready::Agent(detail.clone()),
        Err(error) => Ready::Failed(error.to_string()),
    });
    let (mut engine, _lock) = begun?;
    engine.open();
    let end = engine.run();
    end.write(folder)?;
    close(folder)
}

/// Takes away what was only for the runner, the secrets among it.
fn close(folder: &Folder) -> Result<()> {
    folder.clear()?;
    Ok(Plan::read(folder)?.without_secrets().write(folder)?)
}

fn begin(folder: &Folder, environment: Vec<(String, String)>, clock: &Clock) -> Result<(Engine, Lock)> {
    let lock = Lock::take(folder, &processes::myself())?;
    if End::read(folder)?.is_some() {
        return Err(Error::Begun("it is over".into()));
    }
    if folder.journal().exists() {
        return Err(Error::Begun("its runner died".into()));
    }
    let plan = Plan::read(folder)?;
    processes::adopt_orphans()?;
    let inbox = Arc::new(Inbox::default());
    terminate(inbox.clone())?;
    let fence = Fence::open(folder, plan.token)?;
    let socket = folder.choose_socket(plan.runtime.as_deref(), &plan.session)?;
    let ledger = Ledger::create(folder, &plan.settings, clock.clone(), inbox.clone())?;
    reserve(folder)?;
    let started_at = millis(clock.now());
    let adapter = agents::adapter(&plan.launch);
    // Nothing may fail once the agent runs: all else is there before.
    listen::listen(&socket, inbox.clone(), ledger.wake())?;
    let mut child = match agent::start(&plan, &adapter.command(), environment) {
        Ok(child) => child,
        Err(error) => return Err(not_started(folder, &plan, started_at, &error)),
    };
    let pid = child.id();
    let cgroup = confine(folder, &plan, &child);
    let input = match wire(&mut child, &inbox) {
        Ok(input) => input,
        Err(error) => {
            child.kill()?;
            return Err(not_started(folder, &plan, started_at, &error));
        }
    };
    let engine = Engine::new(Parts { plan, folder: folder.clone(), adapter, ledger, inbox, input, fence, cgroup, pid, started_at });
    Ok((engine, lock))
}

/// Connects the agent's three pipes, and waits for its end.
fn wire(child: &mut Child, inbox: &Arc<Inbox>) -> io::Result<input::Input> {
    let pipes = child.stdin.take().zip(child.stdout.take()).zip(child.stderr.take());
    let ((stdin, stdout), stderr) = pipes.ok_or_else(|| io::Error::other("it has no pipes"))?;
    agent::collect(child.id(), inbox.clone())?;
    output::listen(stdout, Source::Agent, inbox.clone())?;
    output::listen(stderr, Source::Error, inbox.clone())?;
    input::Input::new(stdin)
}

/// Puts the agent into a group of its own, where the machine lets us, and notes it for whoever clears up after us.
fn confine(folder: &Folder, plan: &Plan, child: &Child) -> Option<Cgroup> {
    let group = Cgroup::make(&plan.session)?;
    let noted = folder::write_quickly(&folder.cgroup(), group.path().to_string_lossy().as_bytes());
    if noted.and_then(|()| group.hold(child.id())).is_err() {
        group.remove();
        return None;
    }
    Some(group)
}

fn reserve(folder: &Folder) -> Result<()> {
    for (path, bytes) in [(folder.reserve(), RESERVE_BYTES), (folder.last_reserve(), LAST_RESERVE_BYTES)] {
        folder::create_private(&path)?.write_all(&vec![b'.'; bytes])?;
    }
    Ok(())
}

/// The session is over before it began.
fn not_started(folder: &Folder, plan: &Plan, started_at: i64, error: &io::Error) -> Error {
    let reason = format!("the agent could not be started: {error}");
    let end = End {
        session: plan.session.clone(),
        exit: Exit::default(),
        outcome: Outcome::failed(FailureClass::Misconfigured, reason),
        totals: super::Totals::default(),
        started_at: None,
        ended_at: started_at,
        ran_ms: None,
        records: 0,
        leftovers: 0,
        left: Vec::new(),
        lost_lines: 0,
        lost: false,
    };
    match end.write(folder).map_err(Error::from).and_then(|()| close(folder)) {
        Ok(()) => Error::Agent(error.to_string()),
        Err(error) => error,
    }
}

/// SIGTERM, as at the shutdown of the machine, ends the session in good order.
fn terminate(inbox: Arc<Inbox>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let mut signal = {
        let _entered = runtime.enter();
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?
    };
    let work = move || {
        runtime.block_on(async {
            while signal.recv().await.is_some() {
                inbox.call(Call::Terminate);
            }
        });
    };
    Ok(thread::Builder::new().name("signals".into()).spawn(work).map(drop)?)
}

/// Tells the one who started us, and lets go of the pipe: nobody may wait for its end.
fn announce(ready: Ready) {
    let line = serde_json::to_string(&ready).unwrap_or_default();
    // Whoever started us may be gone: that is what we are for.
    let _unheard = writeln!(io::stdout(), "{line}");
    let _kept = File::options().write(true).open("/dev/null").map(rustix::stdio::dup2_stdout);
}
