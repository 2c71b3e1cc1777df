//! Decides.

use super::{
    fence::Fence,
    inbox::{Call, Inbox},
    input::Input,
    ladder::Ladder,
    ledger::{Entry, Ledger},
    meter::Meter,
    quiet::Quiet,
};
use crate::{
    domain::{dispatch::Exit, transcript::Event},
    server::{
        agents::{Adapter, Step},
        runner::{
            End, Folder, Note, Plan, Source, Stage,
            journal::{Draft, Pieces},
            plan::time,
            processes::Cgroup,
            wire::Answer,
        },
    },
};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

/// What a runner is made of.
pub struct Parts {
    pub plan: Plan,
    pub folder: Folder,
    pub adapter: Box<dyn Adapter>,
    pub ledger: Ledger,
    pub inbox: Arc<Inbox>,
    pub input: Input,
    pub fence: Fence,
    pub cgroup: Option<Cgroup>,
    /// Of the agent.
    pub pid: u32,
    /// Milliseconds since 1970.
    pub started_at: i64,
}

/// One session, from the start of its agent until nothing of it is left.
pub struct Engine {
    pub(super) parts: Parts,
    pieces: Pieces,
    pub(super) meter: Meter,
    pub(super) quiet: Quiet,
    pub(super) began: Instant,
    /// It is being ended.
    pub(super) ladder: Option<Ladder>,
    /// The agent is held.
    pub(super) held: Option<super::holding::Held>,
    /// What became of the agent's process.
    pub(super) exit: Option<Exit>,
    pub(super) sweep: super::ending::Sweep,
    /// Its outputs that are still open.
    pub(super) outputs: u8,
    pub(super) lost_lines: u64,
    /// A line was not written: no later one is either, so that none is missing in between.
    pub(super) deaf: bool,
    /// Commands that were done, with their answers, and in their order.
    pub(super) done: HashMap<String, Answer>,
    pub(super) order: VecDeque<String>,
}

impl Engine {
    /// Its agent was just started.
    pub fn new(parts: Parts) -> Self {
        let began = Instant::now();
        Self {
            meter: Meter::new(parts.plan.prices.clone()),
            quiet: Quiet::new(began),
            began,
            parts,
            pieces: Pieces::default(),
            ladder: None,
            held: None,
            exit: None,
            sweep: super::ending::Sweep::default(),
            outputs: 2,
            lost_lines: 0,
            deaf: false,
            done: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    /// Of the agent.
    pub fn pid(&self) -> u32 {
        self.parts.pid
    }

    /// Tells the agent what it is told first.
    pub fn open(&mut self) {
        if let Err(error) = self.parts.folder.sync() {
            self.hold(error.to_string(), Instant::now());
        }
        self.note(Note::Started { pid: self.parts.pid });
        self.settle();
        let steps = self.parts.adapter.open();
        self.take_steps(steps);
        self.settle();
    }

    /// Until the session is over.
    pub fn run(mut self) -> End {
        while !self.is_over() {
            let (lines, calls) = self.parts.inbox.take(self.wake_at(), self.held.is_none());
            let now = Instant::now();
            self.hear(lines, now);
            for call in calls {
                self.answer_call(call, now);
            }
            self.tick(Instant::now());
        }
        self.finish()
    }

    fn answer_call(&mut self, call: Call, now: Instant) {
        match call {
            Call::Request(request, sender) => {
                let answer = self.request(request, now);
                // Who does not wait for the answer any more asks again.
                let _unheard = sender.send(answer);
            }
            Call::Gone(exit) => self.exit = Some(exit),
            Call::Childless => self.sweep.childless = true,
            Call::Closed => self.outputs = self.outputs.saturating_sub(1),
            Call::Terminate => self.stop(Some(crate::domain::dispatch::Cause::Asked), Stage::Ask, now),
            Call::DiskFailed(reason) => self.hold(reason, now),
        }
    }

    fn hear(&mut self, lines: Vec<Draft>, now: Instant) {
        if lines.is_empty() {
            return;
        }
        self.quiet.hear(now);
        if self.deaf {
            self.lost_lines += lines.len() as u64;
            return;
        }
        for line in lines {
            self.parts.ledger.push(Entry::Heard(line));
        }
        self.settle();
    }

    /// What is due by the clock.
    fn tick(&mut self, now: Instant) {
        self.try_again(now);
        if self.exit.is_none() {
            self.watch(now);
            self.climb(now);
        } else {
            self.sweep_up(now);
        }
    }

    /// Limits, and silence.
    fn watch(&mut self, now: Instant) {
        use crate::domain::dispatch::Cause;
        if self.ladder.is_some() {
            return;
        }
        let settings = &self.parts.plan.settings;
        let due = |at: Option<Instant>| at.is_some_and(|at| now >= at);
        let reached = self.meter.reached(&self.parts.plan.launch.limits, now - self.began);
        if let Some(cause) = reached.filter(|_| !self.is_closing()) {
            self.stop(Some(cause), Stage::Ask, now);
        } else if self.held.is_none() && due(self.quiet.until(settings)) {
            self.stop(Some(Cause::Silence), Stage::Ask, now);
        } else if due(self.linger_until()) {
            self.stop(None, Stage::Interrupt, now);
        }
    }

    /// When an agent that has nothing more to hear should have ended by itself.
    fn linger_until(&self) -> Option<Instant> {
        self.is_closing().then(|| self.quiet.heard() + time(self.parts.plan.settings.linger_ms))
    }

    /// It has done what it was to do, and ends by itself.
    fn is_closing(&self) -> bool {
        !self.parts.input.is_open() && !self.quiet.is_busy()
    }

    /// When the clock alone makes something due.
    fn wake_at(&self) -> Option<Instant> {
        if self.exit.is_some() {
            return Some(self.sweep.until());
        }
        let cap = self.parts.plan.launch.limits.seconds.filter(|_| !self.is_closing());
        let limit = cap.map(|cap| self.began + Duration::from_secs(cap));
        let watched = [limit, self.quiet.until(&self.parts.plan.settings), self.linger_until()];
        let watched = watched.into_iter().filter(|_| self.ladder.is_none()).flatten();
        let climbs = self.ladder.as_ref().map(Ladder::until);
        let held = self.held.as_ref().map(super::holding::Held::until);
        match held {
            // Silence does not count while it is held.
            Some(held) => limit.filter(|_| self.ladder.is_none()).into_iter().chain(climbs).chain([held]).min(),
            None => watched.chain(climbs).min(),
        }
    }

    /// Writes down what waits, then lets it take effect, which may give more to be written. Whether all of it was written.
    pub(super) fn settle(&mut self) -> bool {
        while !self.parts.ledger.is_empty() {
            let (written, result) = self.parts.ledger.flush();
            written.into_iter().for_each(|entry| self.take_effect(entry));
            if let Err(error) = result {
                self.hold(error.to_string(), Instant::now());
                return false;
            }
        }
        true
    }

    fn take_effect(&mut self, entry: Entry) {
        match entry {
            Entry::Heard(draft) => {
                let Some(line) = self.pieces.add(draft.from, &draft.bytes, draft.more) else { return };
                let adapter = &mut self.parts.adapter;
                let steps = if draft.from == Source::Error { adapter.read_error(&line) } else { adapter.read(&line) };
                self.take_steps(steps);
            }
            Entry::Say { input, .. } => {
                let steps = self.parts.adapter.say(input);
                self.take_steps(steps);
            }
            Entry::Tell(line) => self.parts.input.write(line),
            Entry::Close => self.parts.input.close(),
            Entry::Note(_) => {}
        }
    }

    /// What the adapter wants: all of it goes through the journal first.
    pub(super) fn take_steps(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Write(line) => self.parts.ledger.push(Entry::Tell(line)),
                Step::CloseInput => self.close_input(),
                Step::Event(event) => self.see(&event),
            }
        }
    }

    fn see(&mut self, event: &Event) {
        let before = self.meter.totals();
        self.meter.see(event);
        self.quiet.see(event);
        if self.meter.totals() != before {
            self.hurry_spender();
        }
        let over = matches!(event, Event::TurnEnded { .. });
        if over && self.ladder.as_ref().is_some_and(|ladder| ladder.stage == Stage::Ask) {
            self.close_input();
        }
    }

    /// An agent that was asked to stop at its cap, and spends all the same, is not asked again.
    fn hurry_spender(&mut self) {
        let Some(ladder) = self.ladder.as_ref().filter(|ladder| super::ladder::is_spender(ladder.cause)) else { return };
        let stage = if ladder.stage == Stage::Ask { Stage::Interrupt } else { Stage::Kill };
        self.stop(ladder.cause, stage, Instant::now());
    }

    pub(super) fn close_input(&mut self) {
        if self.parts.input.is_open() {
            self.parts.ledger.push(Entry::Close);
        }
    }

    pub(super) fn note(&mut self, note: Note) {
        self.parts.ledger.push(Entry::Note(note));
    }
}
