//! Anthropic's Messages API.

use super::{
    AiError, Prompt, Usage,
    wire::{Done, Reader, ended_early, failure, json, number, text},
};
use serde_json::{Value, json};

/// The body of a request. No sampling parameters and no prefill: current models refuse both.
pub(super) fn body(model: &str, prompt: &Prompt) -> Value {
    json!({
        "model": model,
        "max_tokens": prompt.max_tokens,
        "system": prompt.system,
        "messages": [{"role": "user", "content": prompt.user}],
        "stream": true,
    })
}

/// What was read of a message.
#[derive(Debug, Default)]
pub(super) struct Message {
    done: Done,
    /// Kinds of the content blocks by index; thinking is not for the reader.
    blocks: Vec<(u64, String)>,
    stop: Option<String>,
    refusal: Option<String>,
    finished: bool,
}

impl Reader for Message {
    fn event(&mut self, data: &str) -> Result<Option<String>, AiError> {
        let Some(event) = json(data) else { return Ok(None) };
        match text(&event, "/type") {
            // It may come again: what it counts replaces what was counted.
            Some("message_start") => self.head(event.get("message").unwrap_or(&Value::Null)),
            Some("content_block_start") => {
                let kind = text(&event, "/content_block/type").unwrap_or_default().to_owned();
                self.blocks.push((number(&event, "/index").unwrap_or(0), kind));
                return Ok(self.add(text(&event, "/content_block/text")));
            }
            Some("content_block_delta") if text(&event, "/delta/type") == Some("text_delta") && self.is_text(&event) => {
                return Ok(self.add(text(&event, "/delta/text")));
            }
            Some("message_delta") => {
                self.count(&event["usage"]);
                self.stop = text(&event, "/delta/stop_reason").map(str::to_owned).or(self.stop.take());
                self.refusal = text(&event, "/delta/stop_details/explanation").map(str::to_owned).or(self.refusal.take());
            }
            Some("message_stop") => self.finished = true,
            Some("error") => return Err(failure(&event)),
            _ => {}
        }
        Ok(None)
    }

    fn whole(&mut self, body: &Value) -> Result<(), AiError> {
        if text(body, "/type") != Some("message") {
            return Err(failure(body));
        }
        self.head(body);
        let blocks = body["content"].as_array().map(Vec::as_slice).unwrap_or_default();
        self.done.text = blocks.iter().filter(|b| text(b, "/type") == Some("text")).filter_map(|b| text(b, "/text")).collect();
        self.stop = text(body, "/stop_reason").map(str::to_owned);
        self.refusal = text(body, "/stop_details/explanation").map(str::to_owned);
        self.finished = true;
        Ok(())
    }

    fn done(self: Box<Self>) -> Result<Done, AiError> {
        let detail = |text: &str| text.to_owned();
        match self.stop.as_deref() {
            Some("refusal") => Err(AiError::Refused { detail: self.refusal.unwrap_or_else(|| detail("no reason given")) }),
            _ if !self.finished => Err(ended_early()),
            Some("max_tokens" | "model_context_window_exceeded") => Err(AiError::CutOff { detail: detail("the model ran out of tokens") }),
            _ if self.done.text.trim().is_empty() => Err(AiError::Outage { detail: detail("the answer has no text") }),
            _ => Ok(self.done),
        }
    }
}

impl Message {
    fn head(&mut self, message: &Value) {
        self.done.model = text(message, "/model").map(str::to_owned).or(self.done.model.take());
        self.count(&message["usage"]);
    }

    /// Counts are totals: what is given replaces, what is absent or null stays.
    fn count(&mut self, usage: &Value) {
        if !usage.is_object() {
            return;
        }
        let old = self.done.usage.unwrap_or_default();
        let hour = number(usage, "/cache_creation/ephemeral_1h_input_tokens").unwrap_or(old.cache_write_1h);
        let written = number(usage, "/cache_creation_input_tokens").unwrap_or(old.cache_write + old.cache_write_1h);
        self.done.usage = Some(Usage {
            input: number(usage, "/input_tokens").unwrap_or(old.input),
            cache_read: number(usage, "/cache_read_input_tokens").unwrap_or(old.cache_read),
            cache_write: written.saturating_sub(hour),
            cache_write_1h: hour.min(written),
            output: number(usage, "/output_tokens").unwrap_or(old.output),
        });
    }

    fn add(&mut self, more: Option<&str>) -> Option<String> {
        let more = more.filter(|m| !m.is_empty())?;
        self.done.text.push_str(more);
        Some(more.to_owned())
    }

    fn is_text(&self, event: &Value) -> bool {
        let index = number(event, "/index").unwrap_or(0);
        self.blocks.iter().rev().find(|(i, _)| *i == index).is_none_or(|(_, kind)| kind == "text")
    }
}
