//! Claude Code, spoken to by JSON lines on its standard input and output.
//!
//! Every permission that it does not give itself is asked for on that line (`--permission-prompt-tool stdio`), and answered by
//! our own rules: it is never started in a mode that skips asking.

mod approve;
mod command;
mod failure;
mod meter;
mod outcome;
mod read;
mod result;
mod tools;

use super::{Abilities, Adapter, Command, Input, Launch, Step, gate::Gate};
use crate::domain::{
    dispatch::{Decision, Exit, Outcome},
    transcript::{Event, Level},
};
use chrono::{DateTime, Utc};
use lru::LruCache;
use meter::Meter;
use outcome::{Fatal, Turn};
use serde_json::{Value, json};
use std::{collections::BTreeMap, num::NonZeroUsize};

/// What every turn begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Opening {
    external_id: String,
    model: Option<String>,
    version: Option<String>,
    permission_mode: Option<String>,
}

/// The blocks of a message come close together, between those of its helpers.
const MESSAGES: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

/// One process of Claude Code.
pub struct Claude {
    launch: Launch,
    gate: Gate,
    meter: Meter,
    /// What was said last.
    started: Option<Opening>,
    /// How many blocks of each of the last messages were seen.
    blocks: LruCache<String, usize>,
    /// The message that is being streamed, by the tool call of the helper that speaks.
    streaming: BTreeMap<String, String>,
    /// A turn is running.
    busy: bool,
    /// Messages that it has not taken in yet, as far as it says.
    unheard: u32,
    /// It says which messages it has taken in.
    echoes: bool,
    /// Its input is closed, or is about to be.
    closed: bool,
    /// Number of the next request of ours.
    requests: u32,
    /// How the last turn went.
    turn: Option<Turn>,
    /// No turn will go well any more.
    fatal: Option<Fatal>,
    /// When the account is served again, and after how many seconds, as last said.
    limit: (Option<DateTime<Utc>>, Option<u64>),
    /// It was told that a subscription pays.
    plan: bool,
    /// The last text of the agent itself.
    last_text: Option<String>,
    /// Of the last message that stands for an error of the API.
    last_error: Option<String>,
    /// The end of its standard error.
    complaint: Option<String>,
}

impl Claude {
    /// Before it is started.
    pub fn new(launch: Launch) -> Self {
        Self {
            gate: Gate::new(launch.approvals, launch.remembered.clone()),
            meter: Meter::new(launch.resume),
            started: None,
            blocks: LruCache::new(MESSAGES),
            streaming: BTreeMap::new(),
            busy: false,
            unheard: 0,
            echoes: false,
            closed: false,
            requests: 0,
            turn: None,
            fatal: None,
            limit: (None, None),
            plan: false,
            last_text: None,
            last_error: None,
            complaint: None,
            launch,
        }
    }

    fn message(&mut self, text: String) -> Vec<Step> {
        self.busy = true;
        self.unheard += 1;
        let line = json!({ "type": "user", "message": { "role": "user", "content": text } });
        vec![Step::Event(Event::Said { text }), Step::Write(line.to_string())]
    }

    /// Asks the program itself for something.
    fn request(&mut self, what: Value) -> Step {
        self.requests += 1;
        let line = json!({ "type": "control_request", "request_id": format!("maestro-{}", self.requests), "request": what });
        Step::Write(line.to_string())
    }

    /// Ends it without waiting for what it is waiting for.
    fn give_up(&mut self, fatal: Fatal) -> Vec<Step> {
        if self.fatal.is_some() {
            return Vec::new();
        }
        self.fatal = Some(fatal);
        self.closed = true;
        vec![self.request(json!({ "subtype": "interrupt" })), Step::CloseInput]
    }
}

impl Adapter for Claude {
    fn command(&self) -> Command {
        command::command(&self.launch)
    }

    fn open(&mut self) -> Vec<Step> {
        let mut hello = json!({ "subtype": "initialize", "hooks": null });
        if let Some(instructions) = &self.launch.instructions {
            hello["appendSystemPrompt"] = json!(instructions);
        }
        let mut steps = vec![self.request(hello)];
        if self.launch.continue_turn {
            self.busy = true;
        } else {
            let prompt = self.launch.prompt.clone();
            steps.extend(self.message(prompt));
        }
        steps
    }

    fn read(&mut self, line: &str) -> Vec<Step> {
        self.line(line)
    }

    fn read_error(&mut self, line: &str) -> Vec<Step> {
        let text = line.trim();
        if text.is_empty() {
            return Vec::new();
        }
        self.complaint = Some(text.to_owned());
        vec![Step::Event(Event::Notice { level: Level::Warning, text: text.to_owned() })]
    }

    fn say(&mut self, input: Input) -> Vec<Step> {
        if self.closed {
            return Vec::new();
        }
        match input {
            Input::Message(text) => self.message(text),
            Input::Interrupt => vec![self.request(json!({ "subtype": "interrupt" }))],
            Input::Answer { request, decision, remember, message, answers } => {
                let Some((approval, raw)) = self.gate.answer(&request, decision, remember) else { return Vec::new() };
                let answer = match decision {
                    Decision::Allow => approve::allow(&approval, &raw, remember.is_some(), &answers),
                    Decision::Deny => approve::deny(message.as_deref()),
                };
                vec![Step::Write(approve::response(&request, &answer)), Step::Event(Event::ApprovalAnswered { request, decision })]
            }
        }
    }

    fn end(&mut self, exit: Exit) -> Outcome {
        self.outcome(exit)
    }

    fn can(&self) -> Abilities {
        Abilities {
            resume: true,
            continue_turn: true,
            follow_up: true,
            approvals: true,
            cost: true,
            live_usage: true,
            interrupt: true,
            chosen_id: true,
        }
    }

    fn listens(&self) -> bool {
        !self.closed
    }
}
