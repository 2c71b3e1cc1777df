//! Chat completions, as Ollama, vLLM, LM Studio and other compatible servers have them.

use super::{
    AiError, Prompt, Usage,
    wire::{Done, Reader, ended_early, failure, json, number, text},
};
use serde_json::{Value, json};

/// The body of a request.
pub(super) fn body(model: &str, prompt: &Prompt) -> Value {
    json!({
        "model": model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "max_tokens": prompt.max_tokens,
        "stream": true,
        "stream_options": {"include_usage": true},
    })
}

/// What was read of a completion.
#[derive(Debug, Default)]
pub(super) struct Completion {
    done: Done,
    refusal: String,
    stop: Option<String>,
    finished: bool,
}

impl Reader for Completion {
    fn event(&mut self, data: &str) -> Result<Option<String>, AiError> {
        if data.trim() == "[DONE]" {
            self.finished = true;
            return Ok(None);
        }
        let Some(event) = json(data) else { return Ok(None) };
        if event.get("error").is_some_and(|e| !e.is_null()) {
            return Err(failure(&event));
        }
        let more = text(&event, "/choices/0/delta/content").unwrap_or_default().to_owned();
        self.take(&event, "/choices/0/delta/refusal");
        self.done.text.push_str(&more);
        Ok(Some(more).filter(|m| !m.is_empty()))
    }

    fn whole(&mut self, body: &Value) -> Result<(), AiError> {
        let Some(answer) = body.pointer("/choices/0/message") else { return Err(failure(body)) };
        self.done.text = text(answer, "/content").unwrap_or_default().to_owned();
        self.take(body, "/choices/0/message/refusal");
        self.finished = true;
        Ok(())
    }

    fn done(self: Box<Self>) -> Result<Done, AiError> {
        if !self.refusal.is_empty() {
            return Err(AiError::Refused { detail: self.refusal });
        }
        match self.stop.as_deref() {
            Some("length") => Err(AiError::CutOff { detail: "the model ran out of tokens".into() }),
            Some("content_filter") => Err(AiError::Refused { detail: "the vendor's content filter stopped the answer".into() }),
            // Some servers leave `[DONE]` out; a reason to stop says as much.
            None if !self.finished => Err(ended_early()),
            _ if self.done.text.trim().is_empty() => Err(AiError::Outage { detail: "the answer has no text".into() }),
            _ => Ok(self.done),
        }
    }
}

impl Completion {
    /// Model, usage, reason to stop, refusal: each where it is given. The chunk with the usage has no choices.
    fn take(&mut self, event: &Value, refusal: &str) {
        self.done.model = text(event, "/model").map(str::to_owned).or(self.done.model.take());
        self.stop = text(event, "/choices/0/finish_reason").map(str::to_owned).or(self.stop.take());
        self.refusal.push_str(text(event, refusal).unwrap_or_default());
        if let Some(prompt) = number(event, "/usage/prompt_tokens") {
            let cache_read = number(event, "/usage/prompt_tokens_details/cached_tokens").unwrap_or(0).min(prompt);
            let output = number(event, "/usage/completion_tokens").unwrap_or(0);
            self.done.usage = Some(Usage { input: prompt - cache_read, cache_read, output, ..Usage::default() });
        }
    }
}
