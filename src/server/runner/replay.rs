//! Makes events of a journal.

use super::{Note, Record, Source, Totals, journal::Pieces, own::Meter};
use crate::{
    domain::{
        dispatch::{Exit, Outcome},
        transcript::Event,
    },
    server::{
        agents::{Adapter, Step},
        runner::Plan,
    },
};

/// A fresh adapter that is told what the one in the runner was told: the same events come out, however often.
pub struct Replay {
    adapter: Box<dyn Adapter>,
    pieces: Pieces,
    meter: Meter,
    last: u64,
}

/// What a record means.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    Event(Event),
    /// A word of the runner's.
    Note(Note),
    /// The session is over, and this is what came of it.
    Ended(Box<Outcome>),
}

impl Replay {
    /// Before the first record.
    pub fn new(plan: &Plan) -> Self {
        Self {
            adapter: crate::server::agents::adapter(&plan.launch),
            pieces: Pieces::default(),
            meter: Meter::new(plan.prices.clone()),
            last: 0,
        }
    }

    /// Number of the last record that was fed.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// What was used so far, counted as the runner counts.
    pub fn totals(&self) -> Totals {
        self.meter.totals()
    }

    /// What each model took of that; what was used without a name stands under none.
    pub fn models(&self) -> Vec<(Option<String>, Totals)> {
        self.meter.models()
    }

    /// The next record: all of them, from the first on, in their order.
    pub fn feed(&mut self, record: &Record) -> Vec<Happened> {
        self.last = record.n;
        match record.from {
            Source::Agent | Source::Error => {
                let Some(line) = self.pieces.of(record) else { return Vec::new() };
                let steps = if record.from == Source::Error { self.adapter.read_error(&line) } else { self.adapter.read(&line) };
                self.events(steps)
            }
            // What was written follows from what was read and said.
            Source::Input => Vec::new(),
            Source::Runner => Note::read(record).map(|note| self.note(note)).unwrap_or_default(),
        }
    }

    /// What would have come of it, had the agent ended so.
    pub fn end(mut self, exit: Exit) -> Outcome {
        self.adapter.end(exit)
    }

    fn note(&mut self, note: Note) -> Vec<Happened> {
        let steps = match &note {
            Note::Started { .. } => self.adapter.open(),
            Note::Said { input, .. } => self.adapter.say(input.clone()),
            Note::Exited { exit } => {
                let outcome = Box::new(self.adapter.end(*exit));
                return vec![Happened::Note(note), Happened::Ended(outcome)];
            }
            _ => Vec::new(),
        };
        let events = self.events(steps);
        std::iter::once(Happened::Note(note)).chain(events).collect()
    }

    fn events(&mut self, steps: Vec<Step>) -> Vec<Happened> {
        let events = steps.into_iter().filter_map(|step| match step {
            Step::Event(event) => Some(event),
            Step::Write(_) | Step::CloseInput => None,
        });
        let meter = &mut self.meter;
        events.inspect(|event| meter.see(event)).map(Happened::Event).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{dispatch::AgentKind, session::Tokens},
        server::runner::{Price, Prices},
    };

    fn plan(agent: AgentKind, priced: bool) -> Plan {
        let price = Price { input: 4_000_000, output: 20_000_000, ..Price::default() };
        let prices = Prices { other: priced.then_some(price), ..Prices::default() };
        let launch = serde_json::json!({ "agent": agent, "program": "/opt/agent", "folder": "/repo", "model": null, "prompt": "do it",
            "approvals": "none", "external_id": null, "home": null, "instructions": null });
        let launch = serde_json::from_value(launch).unwrap();
        Plan { session: "s".into(), launch, settings: Default::default(), prices, token: 1, runtime: None }
    }

    fn sum(models: &[(Option<String>, Totals)]) -> Totals {
        models.iter().fold(Totals::default(), |sum, (_, of)| Totals {
            cost_micros: sum.cost_micros + of.cost_micros,
            tokens: sum.tokens + of.tokens,
            unpriced: sum.unpriced || of.unpriced,
        })
    }

    #[test]
    fn in_every_recorded_stream_the_models_add_up_to_the_session_at_every_line() {
        let mut used = 0;
        for (agent, folder, priced) in
            [(AgentKind::ClaudeCode, "claude", true), (AgentKind::ClaudeCode, "claude", false), (AgentKind::Codex, "codex", true)]
        {
            for file in std::fs::read_dir(format!("tests/fixtures/agents/{folder}")).unwrap() {
                let path = file.unwrap().path();
                let mut replay = Replay::new(&plan(agent, priced));
                for (n, line) in (1..).zip(std::fs::read_to_string(&path).unwrap().lines()) {
                    replay.feed(&Record { n, at: 0, from: Source::Agent, bytes: line.into(), more: false });
                    assert_eq!(sum(&replay.models()), replay.totals(), "{} line {n}", path.display());
                }
                used += u32::from(replay.totals().tokens != Tokens::default());
            }
        }
        assert!(used > 20, "{used} recordings have tokens");
    }
}
