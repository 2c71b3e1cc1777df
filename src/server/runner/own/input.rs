//! What the agent is told.

use std::{
    io::{self, Write},
    process::ChildStdin,
    sync::mpsc::{Sender, channel},
    thread,
};

/// The agent's standard input. Whoever hands a line in does not wait for the agent to read it.
#[derive(Debug)]
pub struct Input(Option<Sender<String>>);

impl Input {
    /// Writes to `stdin` in a thread of its own.
    pub fn new(mut stdin: ChildStdin) -> io::Result<Self> {
        let (sender, lines) = channel::<String>();
        let work = move || {
            for line in lines {
                // An agent that does not read any more is seen by its end.
                if stdin.write_all(line.as_bytes()).and_then(|()| stdin.write_all(b"\n")).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().name("input".into()).spawn(work)?;
        Ok(Self(Some(sender)))
    }

    /// Hands in a line, without its newline.
    pub fn write(&self, line: String) {
        if let Some(sender) = &self.0 {
            // The thread ends when the agent reads no more: then nobody misses the line.
            let _unread = sender.send(line);
        }
    }

    /// Closes it once all is written.
    pub fn close(&mut self) {
        self.0 = None;
    }

    /// It was not closed yet.
    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }
}
