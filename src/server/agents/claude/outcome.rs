//! What a run of Claude Code came to.

use super::Claude;
use crate::domain::dispatch::{Cause, Exit, FailureClass, Outcome};
use chrono::{DateTime, Utc};

/// How a turn went.
#[derive(Clone, Debug)]
pub struct Turn {
    /// None where it went well.
    pub failure: Option<(FailureClass, String)>,
    /// The last thing that was said.
    pub output: Option<String>,
}

/// Why the run is given up, though the program would go on trying.
#[derive(Clone, Debug)]
pub struct Fatal {
    pub class: FailureClass,
    pub reason: String,
    pub until: Option<DateTime<Utc>>,
    pub after_seconds: Option<u64>,
}

impl Claude {
    /// What happened, given all that was seen.
    pub(super) fn outcome(&mut self, exit: Exit) -> Outcome {
        let waited = self.gate.waits();
        let mut outcome = self.what_happened(exit, waited).with_denials(self.gate.denials());
        if outcome.class == Some(FailureClass::LimitReached) {
            outcome.until = outcome.until.or(self.limit.0);
            outcome.after_seconds = outcome.after_seconds.or(self.limit.1);
        }
        // A turn that was interrupted in good order is over for Claude Code: it would wait for a message for ever.
        outcome.interrupted = outcome.class.is_some() && self.busy && self.fatal.is_none();
        outcome.output = self.turn.as_ref().and_then(|turn| turn.output.clone()).or_else(|| self.last_text.clone());
        outcome.external_id = self.started.as_ref().map(|opening| opening.external_id.clone()).or_else(|| self.launch.external_id.clone());
        outcome.cost_usd = self.meter.cost();
        outcome
    }

    fn what_happened(&self, exit: Exit, waited: bool) -> Outcome {
        if let Some(fatal) = &self.fatal {
            let mut outcome = Outcome::failed(fatal.class, fatal.reason.clone());
            (outcome.until, outcome.after_seconds) = (fatal.until, fatal.after_seconds);
            return outcome;
        }
        let turn = self.turn.as_ref().filter(|_| !self.busy);
        if turn.is_some_and(|turn| turn.failure.is_none()) {
            return Outcome::succeeded();
        }
        match (exit.cause, turn.and_then(|turn| turn.failure.clone())) {
            (Some(Cause::Time | Cause::Silence), _) if waited => {
                Outcome::failed(FailureClass::NeedsPerson, "ended because nobody answered what it asked")
            }
            (Some(cause), _) => Outcome::ended(cause),
            (None, Some((class, reason))) => Outcome::failed(class, reason),
            (None, None) => self.silent(exit),
        }
    }

    /// It ended without saying how.
    fn silent(&self, exit: Exit) -> Outcome {
        let complaint = self.complaint.as_deref();
        match (exit.signal, exit.code) {
            (Some(signal), _) => Outcome::failed(FailureClass::Crashed, format!("the agent was ended by signal {signal}")),
            (None, Some(143)) => Outcome::failed(FailureClass::Crashed, "the agent was ended by signal 15"),
            // Nothing was begun, so nothing can have crashed: an option or a setting that it does not take.
            (None, Some(code)) if self.started.is_none() && code != 0 => {
                let said = complaint.map_or_else(|| format!("exit code {code}"), str::to_owned);
                Outcome::failed(FailureClass::Misconfigured, format!("it did not start: {said}"))
            }
            (None, code) => {
                let code = code.map_or_else(|| "no exit code".into(), |code| format!("exit code {code}"));
                Outcome::failed(FailureClass::Crashed, format!("the agent ended without a result ({code})"))
            }
        }
    }
}
