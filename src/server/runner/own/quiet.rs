//! How long the agent has been silent, and for how long it may be.

use crate::{
    domain::transcript::Event,
    server::runner::{Settings, plan::time},
};
use std::{
    collections::{BTreeSet, HashSet},
    time::Instant,
};

/// What the agent is at.
#[derive(Debug)]
pub struct Quiet {
    heard: Instant,
    /// A turn is running.
    busy: bool,
    /// Tool calls without a result yet.
    tools: HashSet<String>,
    /// Approvals without an answer yet.
    waiting: BTreeSet<String>,
}

impl Quiet {
    /// It was just started, with something to do.
    pub fn new(now: Instant) -> Self {
        Self { heard: now, busy: true, tools: HashSet::new(), waiting: BTreeSet::new() }
    }

    /// It said something.
    pub fn hear(&mut self, now: Instant) {
        self.heard = now;
    }

    /// When it was heard last.
    pub fn heard(&self) -> Instant {
        self.heard
    }

    /// A turn is running.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Approvals without an answer yet.
    pub fn waiting(&self) -> Vec<String> {
        self.waiting.iter().cloned().collect()
    }

    /// What an event says about what it is at.
    pub fn see(&mut self, event: &Event) {
        match event {
            Event::Said { .. } => self.busy = true,
            Event::TurnEnded { .. } => {
                self.busy = false;
                self.tools.clear();
                self.waiting.clear();
            }
            Event::Text { .. } | Event::TextDelta { .. } | Event::Thinking { .. } => self.busy = true,
            Event::ToolCall { id, .. } => {
                self.busy = true;
                self.tools.insert(id.clone());
            }
            Event::ToolResult { id, .. } => {
                self.tools.remove(id);
            }
            Event::ApprovalRequested(approval) => {
                self.waiting.insert(approval.request.clone());
            }
            Event::ApprovalAnswered { request, .. } | Event::ApprovalWithdrawn { request } => {
                self.waiting.remove(request);
            }
            _ => {}
        }
    }

    /// When its silence is too long; none while a person has to answer: they may take their time.
    pub fn until(&self, settings: &Settings) -> Option<Instant> {
        let patience = if self.tools.is_empty() { settings.silence_ms } else { settings.tool_silence_ms };
        self.waiting.is_empty().then(|| self.heard + time(patience))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transcript::Approval;
    use std::time::Duration;

    #[test]
    fn patience_is_longer_while_a_tool_runs_and_endless_while_a_person_is_asked() {
        let settings = Settings { silence_ms: 1_000, tool_silence_ms: 5_000, ..Settings::default() };
        let start = Instant::now();
        let mut quiet = Quiet::new(start);
        let until = |quiet: &Quiet| quiet.until(&settings).map(|until| until - start);
        assert_eq!(until(&quiet), Some(Duration::from_secs(1)));
        let call = serde_json::json!({ "type": "toolCall", "id": "t", "name": "Bash", "title": "", "input": {}, "risk": "reads" });
        quiet.see(&serde_json::from_value(call).unwrap());
        assert_eq!(until(&quiet), Some(Duration::from_secs(5)));
        quiet.see(&Event::ApprovalRequested(Box::new(Approval { request: "r".into(), ..Approval::default() })));
        assert_eq!((until(&quiet), quiet.waiting()), (None, vec!["r".to_owned()]));
        quiet.see(&Event::ApprovalWithdrawn { request: "r".into() });
        quiet.see(&Event::ToolResult { id: "t".into(), ok: true, text: String::new(), bytes: 0 });
        quiet.hear(start + Duration::from_secs(3));
        assert_eq!(until(&quiet), Some(Duration::from_secs(4)));
    }
}
