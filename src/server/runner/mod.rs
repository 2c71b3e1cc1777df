//! Runs one agent in a process of its own, which outlives the server.
//!
//! A capability: it knows neither the features nor `App`. On one side stands [`run`], the runner itself: it owns the agent, writes
//! every line into a journal before anybody acts on it, keeps the limits, and answers on a socket in the session's folder. On the
//! other stands what the server needs: [`start()`], [`attach()`], [`Handle`] to steer, [`Follower`] to read along, [`Replay`] to make
//! events of the journal, [`end_lost`] to clear up after a runner that died, [`archive`] for what is over.
//!
//! A session's folder (0700) holds `launch.json`, `runner.lock`, `runner.sock` (or `socket`, which names it), `fence`,
//! `journal.jsonl` and, once it is over, `end.json`.

mod attach;
mod client;
mod end;
mod error;
mod folder;
mod follow;
mod journal;
mod lock;
mod own;
mod plan;
mod processes;
mod replay;
mod start;
mod transcript;
mod wire;

pub use attach::{State, attach, end_lost};
pub use client::Handle;
pub use end::{End, Totals};
pub use error::{Error, Result};
pub use folder::Folder;
pub use follow::Follower;
pub use journal::{Note, Page, Reader, Record, Source, Stage, archive};
pub use own::run;
pub use plan::{Long, Plan, Price, Prices, Settings};
pub use replay::{Happened, Replay};
pub use start::start;
pub use transcript::{Transcript, read_transcript};
pub use wire::Status;

/// What every process of a session inherits, with the session's id as its value.
pub const MARKER: &str = "MAESTRO_SESSION";
