//! Who answers when the agent asks: a setting, what was said before, or a person.

use crate::domain::{
    dispatch::{AutoApprove, Decision, Memory, Remember},
    transcript::{Approval, Event, Ground},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The approvals of one process.
pub struct Gate {
    auto: AutoApprove,
    memories: Vec<Memory>,
    /// By request: the approval, and the agent's own words, which the answer needs.
    waiting: BTreeMap<String, (Approval, Value)>,
    /// Tool calls that were not allowed.
    denied: BTreeSet<String>,
}

impl Gate {
    /// With what holds from the start.
    pub fn new(auto: AutoApprove, memories: Vec<Memory>) -> Self {
        Self { auto, memories, waiting: BTreeMap::new(), denied: BTreeSet::new() }
    }

    /// Is it allowed without asking? A question never is.
    pub fn ground(&self, approval: &Approval, for_a_person: bool) -> Option<Ground> {
        if for_a_person || !approval.questions.is_empty() {
            return None;
        }
        if self.auto.allows(&approval.assessment) {
            return Some(Ground::Setting);
        }
        self.memories.iter().any(|memory| memory.covers(approval)).then_some(Ground::Remembered)
    }

    /// A person is asked.
    pub fn wait(&mut self, approval: Approval, raw: Value) -> Event {
        self.waiting.insert(approval.request.clone(), (approval.clone(), raw));
        Event::ApprovalRequested(Box::new(approval))
    }

    /// A person answered: the approval, if it still waits.
    pub fn answer(&mut self, request: &str, decision: Decision, remember: Option<Remember>) -> Option<(Approval, Value)> {
        let (approval, raw) = self.waiting.remove(request)?;
        match decision {
            Decision::Allow if remember.is_some() => self.memories.extend(Memory::of(&approval)),
            Decision::Allow => {}
            Decision::Deny => self.deny(approval.call.as_deref().unwrap_or(request)),
        }
        Some((approval, raw))
    }

    /// The agent does not wait any more.
    pub fn withdraw(&mut self, request: &str) -> Option<Event> {
        self.waiting.remove(request).map(|_| Event::ApprovalWithdrawn { request: request.to_owned() })
    }

    /// The turn is over: nothing of it waits any more.
    pub fn withdraw_all(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.waiting).into_keys().map(|request| Event::ApprovalWithdrawn { request }).collect()
    }

    /// This call was refused, by whomever; once is enough.
    pub fn deny(&mut self, call: &str) {
        self.denied.insert(call.to_owned());
    }

    /// How many calls were refused.
    pub fn denials(&self) -> u32 {
        u32::try_from(self.denied.len()).unwrap_or(u32::MAX)
    }

    /// Somebody is to answer.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }
}
