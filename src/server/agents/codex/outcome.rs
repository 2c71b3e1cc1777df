//! What a run of Codex came to.

use super::Codex;
use crate::domain::dispatch::{Cause, Exit, FailureClass, Outcome};

/// How a turn ended.
#[derive(Clone, Debug)]
pub struct End {
    /// None where it went well.
    pub failure: Option<(FailureClass, String)>,
}

impl Codex {
    /// What happened, given all that was seen.
    pub(super) fn outcome(&mut self, exit: Exit) -> Outcome {
        let waited = self.gate.waits();
        let mut outcome = self.what_happened(exit, waited).with_denials(self.gate.denials());
        if outcome.class == Some(FailureClass::LimitReached) {
            outcome.until = self.until;
        }
        outcome.interrupted = outcome.class.is_some() && self.busy && self.fatal.is_none();
        outcome.output = self.last_text.clone();
        outcome.external_id = self.thread.clone().or_else(|| self.launch.external_id.clone());
        outcome
    }

    fn what_happened(&self, exit: Exit, waited: bool) -> Outcome {
        if let Some(End { failure: Some((class, reason)) }) = &self.fatal {
            return Outcome::failed(*class, reason.clone());
        }
        let end = self.end.as_ref().filter(|_| !self.busy);
        if end.is_some_and(|end| end.failure.is_none()) {
            return Outcome::succeeded();
        }
        match (exit.cause, end.and_then(|end| end.failure.clone())) {
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
        match (exit.signal, exit.code) {
            (Some(signal), _) => Outcome::failed(FailureClass::Crashed, format!("the agent was ended by signal {signal}")),
            (None, Some(code)) if self.thread.is_none() && code != 0 => {
                let said = self.complaint.clone().unwrap_or_else(|| format!("exit code {code}"));
                Outcome::failed(FailureClass::Misconfigured, format!("it did not start: {said}"))
            }
            (None, code) => {
                let code = code.map_or_else(|| "no exit code".into(), |code| format!("exit code {code}"));
                Outcome::failed(FailureClass::Crashed, format!("the agent ended without a result ({code})"))
            }
        }
    }
}
