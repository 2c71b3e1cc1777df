//! How one kind of agent is spoken to.

use super::Command;
use crate::domain::{
    dispatch::{Decision, Exit, Outcome, Remember},
    transcript::Event,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One conversation with one process. Pure: what comes in decides what goes out.
///
/// To rebuild the state from a journal, give a fresh adapter `open`, then each line and each input as they came, and throw away
/// what it wants to write.
pub trait Adapter: Send {
    /// What to start, and with what around it.
    fn command(&self) -> Command;

    /// The handshake and the first message.
    fn open(&mut self) -> Vec<Step>;

    /// One line of its standard output, without its end.
    fn read(&mut self, line: &str) -> Vec<Step>;

    /// One line of its standard error.
    fn read_error(&mut self, line: &str) -> Vec<Step>;

    /// What a person or the server wants of it.
    fn say(&mut self, input: Input) -> Vec<Step>;

    /// The process is gone: what it means, given all that was seen.
    fn end(&mut self, exit: Exit) -> Outcome;

    /// What this agent can do at all.
    fn can(&self) -> Abilities;

    /// A message would still reach it; else the conversation is to be resumed with a new process.
    fn listens(&self) -> bool;
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// One line for its standard input, without the newline.
    Write(String),
    Event(Event),
    /// Nothing more is to be said: close its standard input; lines that are still to be written come to nothing. The process ends
    /// by itself when its work is done. If it goes on being silent, end it.
    CloseInput,
}

/// What is wanted of a running agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// While it works, the message is taken into the running turn.
    Message(String),
    /// Answers an approval that was asked for. A request that does not wait (any more) gives no steps.
    Answer {
        request: String,
        decision: Decision,
        /// The like of it is allowed from now on. The one for the goal is kept by the server too.
        remember: Option<Remember>,
        /// Why not, for the agent to read.
        message: Option<String>,
        /// By the id of the question.
        answers: BTreeMap<String, Vec<String>>,
    },
    /// Stop what it is doing.
    Interrupt,
}

/// What an agent can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a table of yes and no")]
pub struct Abilities {
    /// A conversation can go on in a new process.
    pub resume: bool,
    /// So can a turn that was cut off, without a new message.
    pub continue_turn: bool,
    /// Messages while it works.
    pub follow_up: bool,
    pub approvals: bool,
    /// It says itself what it cost.
    pub cost: bool,
    /// Tokens are told after each call of the model.
    pub live_usage: bool,
    pub interrupt: bool,
    /// The id of the conversation can be chosen in advance.
    pub chosen_id: bool,
}
