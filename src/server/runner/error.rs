//! What can go wrong, told apart by what the caller does next.

use std::io;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder belongs to a session that has begun already: attach to it.
    #[error("the session has begun already: {0}")]
    Begun(String),
    /// The agent's program cannot be started.
    #[error("the agent cannot be started: {0}")]
    Agent(String),
    /// Another server steers the session: leave it alone.
    #[error("another server steers the session, by token {highest}")]
    Fenced {
        /// The highest token that was seen.
        highest: u64,
    },
    /// Nobody answers: attach again to learn what became of the session.
    #[error("the runner does not answer: {0}")]
    Gone(String),
    /// It cannot be done in the state that the session is in.
    #[error("{0}")]
    Refused(String),
    /// A file is not as it was written.
    #[error("{file} cannot be read: {detail}")]
    Damaged {
        /// Its path.
        file: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The disk or the system failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What a call of the runner gives back.
pub type Result<T> = std::result::Result<T, Error>;
