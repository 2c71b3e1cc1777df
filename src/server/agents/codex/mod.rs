//! Codex, spoken to as `codex app-server`: requests and notifications as JSON lines.
//!
//! It runs in its own sandbox and asks before everything that it does not know to be harmless (`untrusted`); our own rules
//! answer, or a person does.

mod approve;
mod command;
mod failure;
mod items;
mod meter;
mod outcome;
mod read;

use super::{Abilities, Adapter, Command, Input, Launch, Step, gate::Gate};
use crate::domain::{
    dispatch::{Decision, Exit, Outcome},
    transcript::{Event, Level},
};
use chrono::{DateTime, Utc};
use meter::Meter;
use outcome::End;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is said where a turn was cut off: Codex cannot go on by itself.
const GO_ON: &str = "Continue where you left off.";

/// A request of ours whose answer matters.
enum Asked {
    Initialize,
    Thread,
    Turn,
    /// A message for the running turn, which may be over by then.
    Steer(String),
    Interrupt,
}

/// One process of Codex, with one conversation.
pub struct Codex {
    launch: Launch,
    gate: Gate,
    meter: Meter,
    /// Number of the next request of ours.
    requests: u32,
    asked: BTreeMap<u32, Asked>,
    thread: Option<String>,
    model: Option<String>,
    version: Option<String>,
    /// The turn that is running.
    turn: Option<String>,
    /// A turn was asked for, or is running.
    busy: bool,
    /// It is to be interrupted as soon as it has begun.
    interrupt: bool,
    /// Messages that came before the conversation was open.
    queue: Vec<String>,
    /// Items that are being worked at: an approval of an edit does not say what is edited.
    items: BTreeMap<String, Value>,
    closed: bool,
    /// How the last turn went.
    end: Option<End>,
    /// It is given up, though the program would go on trying.
    fatal: Option<End>,
    /// When the account is served again.
    until: Option<DateTime<Utc>>,
    /// It was told that a subscription pays.
    plan: bool,
    last_text: Option<String>,
    complaint: Option<String>,
}

impl Codex {
    /// Before it is started.
    pub fn new(launch: Launch) -> Self {
        Self {
            gate: Gate::new(launch.approvals, launch.remembered.clone()),
            meter: Meter::default(),
            requests: 0,
            asked: BTreeMap::new(),
            thread: None,
            model: None,
            version: None,
            turn: None,
            busy: false,
            interrupt: false,
            queue: Vec::new(),
            items: BTreeMap::new(),
            closed: false,
            end: None,
            fatal: None,
            until: None,
            plan: false,
            last_text: None,
            complaint: None,
            launch,
        }
    }

    fn request(&mut self, asked: Asked, method: &str, params: &Value) -> Step {
        self.requests += 1;
        self.asked.insert(self.requests, asked);
        Step::Write(json!({ "id": self.requests, "method": method, "params": params }).to_string())
    }

    /// Begins a turn with this message.
    fn turn(&mut self, text: &str) -> Step {
        self.busy = true;
        let params = json!({ "threadId": self.thread, "input": [{ "type": "text", "text": text }] });
        self.request(Asked::Turn, "turn/start", &params)
    }

    /// Into the running turn, else as a turn of its own.
    fn message(&mut self, text: String) -> Vec<Step> {
        let said = Step::Event(Event::Said { text: text.clone() });
        let mut steps = vec![said];
        match (&self.thread, &self.turn) {
            (Some(thread), Some(turn)) => {
                let params = json!({ "threadId": thread, "expectedTurnId": turn, "input": [{ "type": "text", "text": text }] });
                steps.push(self.request(Asked::Steer(text), "turn/steer", &params));
            }
            (Some(_), None) if !self.busy => steps.push(self.turn(&text)),
            _ => self.queue.push(text),
        }
        steps
    }

    fn interrupt(&mut self) -> Vec<Step> {
        match (&self.thread, &self.turn) {
            (Some(thread), Some(turn)) => {
                let params = json!({ "threadId": thread, "turnId": turn });
                vec![self.request(Asked::Interrupt, "turn/interrupt", &params)]
            }
            _ => {
                self.interrupt = true;
                Vec::new()
            }
        }
    }

    fn close(&mut self) -> Vec<Step> {
        if self.closed {
            return Vec::new();
        }
        self.closed = true;
        vec![Step::CloseInput]
    }
}

impl Adapter for Codex {
    fn command(&self) -> Command {
        command::command(&self.launch)
    }

    fn open(&mut self) -> Vec<Step> {
        let params = json!({
            "clientInfo": { "name": "maestro", "title": "Maestro", "version": env!("CARGO_PKG_VERSION") },
            "capabilities": { "experimentalApi": true },
        });
        let hello = self.request(Asked::Initialize, "initialize", &params);
        let text = if self.launch.continue_turn { GO_ON.to_owned() } else { self.launch.prompt.clone() };
        self.queue.push(text.clone());
        vec![hello, Step::Event(Event::Said { text })]
    }

    fn read(&mut self, line: &str) -> Vec<Step> {
        self.line(line)
    }

    fn read_error(&mut self, line: &str) -> Vec<Step> {
        let text = without_colours(line);
        if text.trim().is_empty() {
            return Vec::new();
        }
        self.complaint = Some(text.clone());
        vec![Step::Event(Event::Notice { level: Level::Info, text })]
    }

    fn say(&mut self, input: Input) -> Vec<Step> {
        if self.closed {
            return Vec::new();
        }
        match input {
            Input::Message(text) => self.message(text),
            Input::Interrupt => self.interrupt(),
            Input::Answer { request, decision, remember, message, answers } => {
                let Some((approval, raw)) = self.gate.answer(&request, decision, remember) else { return Vec::new() };
                let lasting = remember.is_some() && approval.may_be_remembered;
                let answer = approve::answer(&raw, decision, lasting, &answers);
                let mut steps =
                    vec![Step::Write(approve::response(&raw, &answer)), Step::Event(Event::ApprovalAnswered { request, decision })];
                // A refusal has no place for a reason, so it is said.
                if let (Decision::Deny, Some(text)) = (decision, message.filter(|text| !text.trim().is_empty())) {
                    steps.extend(self.message(text));
                }
                steps
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
            cost: false,
            live_usage: true,
            interrupt: true,
            chosen_id: false,
        }
    }

    fn listens(&self) -> bool {
        !self.closed
    }
}

/// Its log is written for a terminal.
fn without_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text
}
