//! Ends all processes of the session, and proves that none is left.

use super::{engine::Engine, ledger::Entry};
use crate::{
    domain::dispatch::Exit,
    server::{
        agents::Input,
        runner::{
            End, Note, Stage,
            plan::time,
            processes::{self, Member, Search, Signal},
        },
    },
};
use std::{
    fs, io, process,
    time::{Duration, Instant},
};

/// How often it is looked who is left.
const LOOK: Duration = Duration::from_millis(20);

/// What cannot be killed in that time waits for something that never comes.
const GIVE_UP: Duration = Duration::from_secs(10);

/// How long an output may stay open when no process is left that we know of.
const DRAIN: Duration = Duration::from_secs(2);

/// What is done once the agent is gone.
#[derive(Debug, Default)]
pub struct Sweep {
    since: Option<Instant>,
    looked: Option<Instant>,
    /// The system says that no descendant is left.
    pub childless: bool,
    /// Nobody was found, since then.
    clean: Option<Instant>,
    /// How many outlived the agent.
    leftovers: u32,
    /// Who cannot be ended.
    left: Vec<u32>,
}

impl Sweep {
    /// When it is looked again.
    pub fn until(&self) -> Instant {
        match (self.clean, self.looked) {
            (None, Some(looked)) => looked + LOOK,
            (None, None) => Instant::now(),
            // Its outputs may still have to close.
            (Some(_), _) => Instant::now() + LOOK,
        }
    }
}

impl Engine {
    /// The next step of ending, if one is due.
    pub(super) fn climb(&mut self, now: Instant) {
        let settings = self.parts.plan.settings;
        if let Some(stage) = self.ladder.as_mut().and_then(|ladder| ladder.climb(now, &settings)) {
            self.take_stage(stage);
        }
    }

    pub(super) fn take_stage(&mut self, stage: Stage) {
        let again = self.ladder.as_mut().is_some_and(|ladder| ladder.noted.replace(stage) == Some(stage));
        if !again {
            self.note(Note::Stage { stage });
        }
        match stage {
            Stage::Ask => self.ask(),
            Stage::Interrupt => self.signal(Signal::INT),
            Stage::Terminate => self.signal(Signal::TERM),
            Stage::Kill => self.kill(),
        }
        if self.held.is_some() && stage > Stage::Ask {
            // Who is held hears nothing but SIGKILL.
            self.signal(Signal::CONT);
        }
        self.settle();
    }

    fn ask(&mut self) {
        let asked = self.quiet.is_busy() && self.parts.adapter.listens() && self.parts.input.is_open();
        if asked {
            // No command of the server's stands behind it.
            self.parts.ledger.push(Entry::Say { command: String::new(), input: Input::Interrupt });
        } else {
            self.close_input();
        }
    }

    fn kill(&mut self) {
        if let Some(group) = &self.parts.cgroup {
            // The signals below reach the same processes.
            let _also = group.kill();
        }
        self.signal(Signal::KILL);
    }

    pub(super) fn signal(&self, signal: Signal) {
        for member in self.find().unwrap_or_default() {
            // Who may not be signalled, as a program of another user, is found again and reported as left.
            let _forbidden = processes::send(&member, signal);
        }
    }

    fn find(&self) -> io::Result<Vec<Member>> {
        let parts = &self.parts;
        let search = Search { session: &parts.plan.session, below: Some(process::id()), cgroup: parts.cgroup.as_ref() };
        processes::find(&search)
    }

    /// Ends what the agent left behind: first asks, then kills, until nobody is found.
    pub(super) fn sweep_up(&mut self, now: Instant) {
        if self.sweep.clean.is_some() || self.sweep.looked.is_some_and(|looked| now < looked + LOOK) {
            return;
        }
        let first = self.sweep.since.is_none();
        let since = *self.sweep.since.get_or_insert(now);
        let found = self.find();
        let known = found.is_ok();
        let members = found.unwrap_or_default();
        self.sweep.looked = Some(now);
        // Where the system hands us orphans it says itself when there is none.
        if known && members.is_empty() && (self.sweep.childless || !cfg!(target_os = "linux")) {
            self.sweep.clean = Some(now);
            return;
        }
        if first && !members.is_empty() {
            self.sweep.leftovers = u32::try_from(members.len()).unwrap_or(u32::MAX);
            self.note(Note::Leftovers { count: self.sweep.leftovers });
            self.settle();
            self.signal(Signal::TERM);
        }
        let killing = self.ladder.as_ref().is_some_and(|ladder| ladder.stage == Stage::Kill);
        let patience = time(self.parts.plan.settings.leftover_ms);
        if killing || now >= since + patience {
            self.kill();
        }
        if now >= since + patience + GIVE_UP {
            self.sweep.left = members.iter().map(|member| member.pid).collect();
            self.sweep.clean = Some(now);
        }
    }

    /// Nothing is left of the agent, and all that it said is written down.
    pub(super) fn is_over(&self) -> bool {
        let Some(clean) = self.sweep.clean else { return false };
        let heard = self.outputs == 0 && !self.parts.inbox.has_lines();
        (heard || clean.elapsed() > DRAIN) && (self.parts.ledger.is_empty() || self.deaf)
    }

    /// The last words.
    pub(super) fn finish(mut self) -> End {
        let cause = self.ladder.as_ref().and_then(|ladder| ladder.cause);
        let exit = Exit { cause, ..self.exit.unwrap_or_default() };
        if let Some(group) = &self.parts.cgroup {
            group.remove();
        }
        for reserve in [self.parts.folder.reserve(), self.parts.folder.last_reserve()] {
            // The first may be used up already.
            let _gone = fs::remove_file(reserve);
        }
        self.note(Note::Exited { exit });
        self.settle();
        let outcome = self.parts.adapter.end(exit);
        // What cannot be synced now is synced by the system later.
        let _later = self.parts.ledger.sync();
        End {
            session: self.parts.plan.session.clone(),
            exit,
            outcome,
            totals: self.meter.totals(),
            started_at: Some(self.parts.started_at),
            ended_at: self.parts.ledger.now(),
            ran_ms: u64::try_from(self.began.elapsed().as_millis()).ok(),
            records: self.parts.ledger.last(),
            leftovers: self.sweep.leftovers,
            left: self.sweep.left,
            lost_lines: self.lost_lines,
            lost: false,
        }
    }
}
