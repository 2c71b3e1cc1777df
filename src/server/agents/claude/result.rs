//! The end of a turn, and what was said about tools.

use super::{
    super::{Step, clip, field, patch},
    Claude, failure,
    outcome::Turn,
};
use crate::domain::transcript::{EditKind, Event};
use serde_json::Value;

impl Claude {
    /// `result`: the turn is over.
    pub(super) fn result(&mut self, result: &Value) -> Vec<Step> {
        self.busy = false;
        let mut events = self.gate.withdraw_all();
        let (unseen, total) = self.meter.settle(result);
        events.extend(unseen.into_iter().map(Event::Usage));
        events.extend(total.map(Event::RunTotal));
        events.extend(self.context());
        let aborted = field::text(result, "/terminal_reason").is_some_and(|reason| reason.starts_with("aborted"));
        if !aborted {
            // What waited when it was interrupted was not refused.
            field::list(result, "/permission_denials")
                .iter()
                .filter_map(|denial| field::text(denial, "/tool_use_id"))
                .for_each(|id| self.gate.deny(id));
        }
        let turn = self.turn_of(result);
        events.push(Event::TurnEnded {
            ok: turn.failure.is_none(),
            class: turn.failure.as_ref().map(|(class, _)| *class),
            message: turn.failure.as_ref().map(|(_, reason)| reason.clone()).or_else(|| turn.output.clone()),
        });
        self.turn = Some(turn);
        let mut steps: Vec<Step> = events.into_iter().map(Step::Event).collect();
        // A message that came too late for this turn begins another one, in which it may have to ask us.
        let more = field::number(result, "/queued_turn_count") > 0 || (self.echoes && self.unheard > 0);
        if !more && !self.closed {
            self.closed = true;
            steps.push(Step::CloseInput);
        }
        steps
    }

    fn turn_of(&mut self, result: &Value) -> Turn {
        let last_error = self.last_error.take();
        let failed = field::flag(result, "/is_error") || field::text(result, "/subtype") != Some("success");
        let failure = failed.then(|| failure::of_result(result, last_error.as_deref()));
        // The text of a failed call is the error, not what the agent said.
        let output = if failed { self.last_text.clone() } else { field::owned(result, "/result").filter(|text| !text.is_empty()) };
        Turn { failure, output }
    }

    /// `user`: results of tools, and what the program itself tells the model.
    pub(super) fn told(&mut self, line: &Value) -> Vec<Event> {
        if field::flag(line, "/isReplay") {
            // Our own message, now that it is taken in.
            self.echoes = true;
            self.unheard = self.unheard.saturating_sub(1);
            return Vec::new();
        }
        let content = line.pointer("/message/content");
        if let Some(text) = content.and_then(Value::as_str) {
            return vec![notice(text)];
        }
        let blocks = field::list(line, "/message/content");
        blocks.iter().flat_map(|block| self.block(block, line)).collect()
    }

    fn block(&mut self, block: &Value, line: &Value) -> Vec<Event> {
        match field::text(block, "/type") {
            Some("tool_result") => self.tool_result(block, line),
            Some("text") => field::text(block, "/text").map(notice).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn tool_result(&mut self, block: &Value, line: &Value) -> Vec<Event> {
        let id = field::owned(block, "/tool_use_id").unwrap_or_default();
        let ok = !field::flag(block, "/is_error");
        let text = content_text(block.get("content"));
        let whole = line.pointer("/tool_use_result/persistedOutputSize").and_then(Value::as_u64);
        let mut events = Vec::new();
        if ok {
            events.extend(edit(&id, line));
        }
        let bytes = whole.unwrap_or(text.len() as u64);
        events.push(Event::ToolResult { id, ok, text: clip::result(&text), bytes });
        events
    }
}

fn notice(text: &str) -> Event {
    Event::Notice { level: crate::domain::transcript::Level::Info, text: clip::result(text) }
}

fn content_text(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(blocks)) => {
            let texts: Vec<&str> = blocks.iter().map(|block| field::text(block, "/text").unwrap_or("[not text]")).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

/// The file that a tool has changed.
fn edit(id: &str, line: &Value) -> Option<Event> {
    let done = line.get("tool_use_result")?;
    let path = field::owned(done, "/filePath")?;
    // Reading a file names it too.
    let hunks = done.get("structuredPatch")?.as_array()?;
    let kind = if field::text(done, "/type") == Some("create") { EditKind::Add } else { EditKind::Update };
    let whole = || field::text(done, "/content").filter(|_| kind == EditKind::Add).map(patch::added);
    Some(Event::FileEdit { id: id.to_owned(), path, kind, patch: patch::hunks(hunks).or_else(whole) })
}
