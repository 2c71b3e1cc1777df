//! What the server wants.

use super::{engine::Engine, ladder::Ladder, ledger::Entry};
use crate::{
    domain::dispatch::{Cause, Limits},
    server::{
        agents::Input,
        runner::{
            Note, Stage,
            wire::{Answer, Command, Request, Status},
        },
    },
};
use std::{process, time::Instant};

/// Answers that are kept for those who did not hear them.
const MOST_ANSWERS: usize = 10_000;

impl Engine {
    /// Does what is wanted, once, for the one who steers.
    pub(super) fn request(&mut self, request: Request, now: Instant) -> Answer {
        if matches!(request.command, Command::Status) {
            return Answer::Status(Box::new(self.status(now)));
        }
        if let Err(highest) = self.parts.fence.admit(request.token) {
            return Answer::Fenced { highest };
        }
        if let Some(answer) = self.done.get(&request.id) {
            return answer.clone();
        }
        let answer = self.carry_out(&request, now);
        if matches!(answer, Answer::Done { .. }) {
            self.remember(request.id, answer.clone());
        }
        answer
    }

    fn remember(&mut self, id: String, answer: Answer) {
        self.order.push_back(id.clone());
        self.done.insert(id, answer);
        if self.order.len() > MOST_ANSWERS
            && let Some(oldest) = self.order.pop_front()
        {
            self.done.remove(&oldest);
        }
    }

    fn carry_out(&mut self, request: &Request, now: Instant) -> Answer {
        if self.exit.is_some() {
            return refused("the agent has ended");
        }
        match &request.command {
            Command::Say(input) => self.say(&request.id, input.clone()),
            Command::Stop(stage) => {
                self.stop(Some(Cause::Asked), *stage, now);
                self.done_so_far()
            }
            Command::Cap(limits) => self.cap(*limits),
            Command::TakeOver => self.done_so_far(),
            Command::Status | Command::Watch => refused("nothing is to be done"),
        }
    }

    fn say(&mut self, command: &str, input: Input) -> Answer {
        if let Some(held) = &self.held {
            return refused(&format!("the agent is held: {}", held.reason()));
        }
        if self.ladder.is_some() {
            return refused("the session is being ended");
        }
        if !self.parts.adapter.listens() || !self.parts.input.is_open() {
            return refused("the agent does not listen any more: resume the session instead");
        }
        self.parts.ledger.push(Entry::Say { command: command.to_owned(), input });
        if !self.settle() && self.parts.ledger.take_back(command) {
            return refused("the disk is full");
        }
        self.done_so_far()
    }

    fn cap(&mut self, limits: Limits) -> Answer {
        self.parts.plan.launch.limits = limits;
        self.note(Note::Capped { limits });
        self.settle();
        self.done_so_far()
    }

    fn done_so_far(&self) -> Answer {
        Answer::Done { n: self.parts.ledger.last() }
    }

    fn status(&self, now: Instant) -> Status {
        Status {
            session: self.parts.plan.session.clone(),
            runner: process::id(),
            pid: self.parts.pid,
            records: self.parts.ledger.last(),
            totals: self.meter.totals(),
            limits: self.parts.plan.launch.limits,
            ran_ms: u64::try_from((now - self.began).as_millis()).unwrap_or(u64::MAX),
            busy: self.quiet.is_busy(),
            listens: self.parts.adapter.listens() && self.parts.input.is_open(),
            waiting: self.quiet.waiting(),
            stage: self.ladder.as_ref().map(|ladder| ladder.stage),
            cause: self.ladder.as_ref().and_then(|ladder| ladder.cause),
            held: self.held.as_ref().map(|held| held.reason().to_owned()),
        }
    }

    /// Begins to end the session, or goes on with that at a later step.
    pub(super) fn stop(&mut self, cause: Option<Cause>, stage: Stage, now: Instant) {
        let settings = self.parts.plan.settings;
        match &mut self.ladder {
            Some(ladder) => {
                if !ladder.hurry(stage, now, &settings) {
                    return;
                }
            }
            None => {
                self.ladder = Some(Ladder::begin(cause, stage, now, &settings));
                self.note(Note::Stopping { cause });
            }
        }
        self.take_stage(stage);
    }
}

fn refused(reason: &str) -> Answer {
    Answer::Refused { reason: reason.to_owned() }
}
