//! Steers a session.

use super::{
    Error, Folder, Follower, Result, Stage,
    wire::{Answer, Command, Request, Status},
};
use crate::{domain::dispatch::Limits, server::agents::Input};
use std::time::Duration;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::UnixStream,
    time::timeout,
};

/// A disk may be slow, and everything is on it before it is answered.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running session, as the holder of a fencing token sees it.
///
/// Each command has an id of the caller's: said again, it is not done again. The answer is the number of a record of the journal:
/// what the command led to is on the disk by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    folder: Folder,
    token: u64,
}

impl Handle {
    /// Whoever holds a higher token refuses this one from then on.
    pub fn new(folder: Folder, token: u64) -> Self {
        Self { folder, token }
    }

    /// Of the session.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// How it stands.
    pub async fn status(&self) -> Result<Status> {
        match self.ask("", Command::Status).await? {
            Answer::Status(status) => Ok(*status),
            other => Err(unexpected(&other)),
        }
    }

    /// A message, an answer, or an interruption for the agent.
    pub async fn say(&self, id: &str, input: Input) -> Result<u64> {
        self.carry_out(id, Command::Say(input)).await
    }

    /// Ends the session, beginning with this step; the later ones follow by themselves. [`Stage::Ask`] is the kind one.
    pub async fn stop(&self, id: &str, from: Stage) -> Result<u64> {
        self.carry_out(id, Command::Stop(from)).await
    }

    /// Sets how far it may go, all of it counted from its start.
    pub async fn cap(&self, id: &str, limits: Limits) -> Result<u64> {
        self.carry_out(id, Command::Cap(limits)).await
    }

    /// Takes the session over: from now on every lower token is refused.
    pub async fn take_over(&self, id: &str) -> Result<u64> {
        self.carry_out(id, Command::TakeOver).await
    }

    /// Reads the journal from the record after `after` on, as it grows.
    pub fn follow(&self, after: u64) -> Result<Follower> {
        Follower::open(self.folder.clone(), after)
    }

    async fn carry_out(&self, id: &str, command: Command) -> Result<u64> {
        match self.ask(id, command).await? {
            Answer::Done { n } => Ok(n),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask(&self, id: &str, command: Command) -> Result<Answer> {
        let request = Request { id: id.to_owned(), token: self.token, command };
        let answered = timeout(PATIENCE, exchange(&self.folder, &request)).await;
        answered.unwrap_or_else(|_| Err(Error::Gone("it did not answer in time".into())))
    }
}

async fn exchange(folder: &Folder, request: &Request) -> Result<Answer> {
    let mut stream = send(folder, request).await?;
    let mut line = String::new();
    stream.read_line(&mut line).await.map_err(gone)?;
    serde_json::from_str(&line).map_err(|_| Error::Gone("it ended before it answered".into()))
}

/// Connects and says what is wanted; the answers are on the stream.
pub(super) async fn send(folder: &Folder, request: &Request) -> Result<BufReader<UnixStream>> {
    let mut stream = UnixStream::connect(folder.socket()?).await.map_err(gone)?;
    let mut line = serde_json::to_vec(request).map_err(std::io::Error::from)?;
    line.push(b'\n');
    stream.write_all(&line).await.map_err(gone)?;
    Ok(BufReader::new(stream))
}

fn gone(error: std::io::Error) -> Error {
    Error::Gone(error.to_string())
}

fn unexpected(answer: &Answer) -> Error {
    match answer {
        Answer::Fenced { highest } => Error::Fenced { highest: *highest },
        Answer::Refused { reason } => Error::Refused(reason.clone()),
        Answer::Done { .. } | Answer::Status(_) => Error::Refused("it answered something else".into()),
    }
}
