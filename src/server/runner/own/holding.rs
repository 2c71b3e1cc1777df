//! What is done when the journal cannot be written: nothing may be said that is not written down, so the agent is held.

use super::engine::Engine;
use crate::{
    domain::dispatch::Cause,
    server::runner::{Note, Stage, plan::time, processes::Signal},
};
use std::{
    fs,
    time::{Duration, Instant},
};

/// How often it is tried again.
const AGAIN: Duration = Duration::from_millis(250);

/// The agent is held.
#[derive(Debug)]
pub struct Held {
    since: Instant,
    again: Instant,
    reason: String,
}

impl Held {
    /// When it is tried again.
    pub fn until(&self) -> Instant {
        self.again
    }

    /// What is wrong with the disk.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Engine {
    /// Stops all processes of the session where they are, until it can be written again.
    pub(super) fn hold(&mut self, reason: String, now: Instant) {
        if self.held.is_some() {
            return;
        }
        if self.is_ending_for_the_disk() {
            return self.give_up(now);
        }
        if self.exit.is_none() {
            self.signal(Signal::STOP);
        }
        self.note(Note::Held { reason: reason.clone() });
        self.held = Some(Held { since: now, again: now + AGAIN, reason });
    }

    /// Goes on where the disk has room again; ends the session where that takes too long, with the room that was kept for it.
    pub(super) fn try_again(&mut self, now: Instant) {
        let Some(held) = self.held.as_mut().filter(|held| now >= held.again) else { return };
        held.again = now + AGAIN;
        let late = now >= held.since + time(self.parts.plan.settings.disk_ms);
        if self.goes_on() {
            self.release();
        } else if late && !self.is_ending_for_the_disk() {
            // It may be gone already: then there is no room to be had.
            let _gone = fs::remove_file(self.parts.folder.reserve());
            self.signal(Signal::CONT);
            self.stop(Some(Cause::Disk), Stage::Interrupt, now);
            if self.goes_on() {
                self.release();
            } else {
                self.give_up(now);
            }
        }
    }

    fn goes_on(&mut self) -> bool {
        self.settle() && self.parts.ledger.sync().is_ok()
    }

    fn release(&mut self) {
        self.held = None;
        self.note(Note::Released);
        self.settle();
        self.signal(Signal::CONT);
    }

    fn is_ending_for_the_disk(&self) -> bool {
        self.ladder.as_ref().is_some_and(|ladder| ladder.cause == Some(Cause::Disk))
    }

    /// The room that was kept is used up too: what does not fit is counted and not written, and neither is what comes after it.
    fn give_up(&mut self, now: Instant) {
        self.held = None;
        self.deaf = true;
        self.lost_lines += self.parts.ledger.give_up();
        if self.exit.is_none() {
            let settings = self.parts.plan.settings;
            let hurried = self.ladder.as_mut().is_some_and(|ladder| ladder.hurry(Stage::Kill, now, &settings));
            if hurried {
                self.signal(Signal::KILL);
            }
        }
    }
}
