//! The runner's socket.

use super::{
    inbox::{Call, Inbox},
    wake::Wake,
};
use crate::server::runner::wire::{Answer, Command, Grown, Request};
use serde::Serialize;
use std::{
    fs::{self, Permissions},
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::Path,
    sync::{Arc, mpsc::channel},
    thread,
    time::Duration,
};

/// A message to the agent may be long; nothing else is.
const LONGEST_REQUEST_BYTES: u64 = 8 * 1024 * 1024;

/// Who is not served in time is dropped.
const MOST_CONNECTIONS: usize = 64;

/// How often it is looked whether those who follow are still there.
const LOOK: Duration = Duration::from_secs(1);

/// Who does not read what it asked for is dropped after that.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens at `path`, for this user alone, until the process ends.
pub fn listen(path: &Path, inbox: Arc<Inbox>, wake: Arc<Wake>) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    // Its folder is closed to others already; this is the second bolt.
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    let open = Arc::new(());
    let work = move || {
        for stream in listener.incoming().flatten() {
            let (inbox, wake, counted) = (inbox.clone(), wake.clone(), open.clone());
            if Arc::strong_count(&counted) > MOST_CONNECTIONS + 1 {
                continue;
            }
            let serve = move || {
                // A connection that breaks concerns nobody but its other end.
                let _broken = serve(stream, &inbox, &wake);
                drop(counted);
            };
            // Without a thread for it the other end sees it closed, and asks again.
            let _closed = thread::Builder::new().name("connection".into()).spawn(serve);
        }
    };
    thread::Builder::new().name("socket".into()).spawn(work).map(drop)
}

fn serve(mut stream: UnixStream, inbox: &Inbox, wake: &Wake) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = Vec::new();
        lines.by_ref().take(LONGEST_REQUEST_BYTES).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(());
        }
        match serde_json::from_slice::<Request>(&line) {
            Ok(Request { command: Command::Watch, .. }) => return watch(stream, wake),
            Ok(request) => say(&mut stream, &ask(request, inbox))?,
            Err(error) => {
                say(&mut stream, &Answer::Refused { reason: format!("not a request: {error}") })?;
                return Ok(());
            }
        }
    }
}

fn ask(request: Request, inbox: &Inbox) -> Answer {
    let (sender, answer) = channel();
    inbox.call(Call::Request(request, sender));
    answer.recv().unwrap_or_else(|_| Answer::Refused { reason: "the session is over".into() })
}

/// Tells how far the journal is, now and whenever that changes.
fn watch(mut stream: UnixStream, wake: &Wake) -> io::Result<()> {
    let mut told = 0;
    while is_there(&mut stream)? {
        let n = wake.beyond(told, LOOK);
        if n > told {
            say(&mut stream, &Grown { n })?;
            told = n;
        }
    }
    Ok(())
}

/// The other end has not hung up. It has nothing more to say, so what can be read is its end.
fn is_there(stream: &mut UnixStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let read = stream.read(&mut [0]);
    stream.set_nonblocking(false)?;
    Ok(matches!(read, Err(error) if error.kind() == io::ErrorKind::WouldBlock))
}

fn say(stream: &mut UnixStream, what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    stream.write_all(&line)
}
