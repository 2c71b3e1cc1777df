//! `OpenAI`'s Responses API.

use super::{
    AiError, Prompt, Usage,
    wire::{Done, Reader, ended_early, failure, json, number, text},
};
use serde_json::{Value, json};

/// The body of a request. The answer is not kept at the vendor's.
pub(super) fn body(model: &str, prompt: &Prompt) -> Value {
    json!({
        "model": model,
        "instructions": prompt.system,
        "input": prompt.user,
        "max_output_tokens": prompt.max_tokens,
        "store": false,
        "stream": true,
    })
}

/// What was read of a response.
#[derive(Debug, Default)]
pub(super) struct Response {
    done: Done,
    /// Items that are the model's talk on the way, by their index.
    asides: Vec<u64>,
    refusal: String,
    incomplete: Option<String>,
    finished: bool,
}

impl Reader for Response {
    fn event(&mut self, data: &str) -> Result<Option<String>, AiError> {
        let Some(event) = json(data) else { return Ok(None) };
        match text(&event, "/type") {
            Some("response.output_item.added") if text(&event, "/item/phase") == Some("commentary") => {
                self.asides.extend(number(&event, "/output_index"));
            }
            Some("response.output_text.delta") if !number(&event, "/output_index").is_some_and(|i| self.asides.contains(&i)) => {
                let more = text(&event, "/delta").unwrap_or_default();
                self.done.text.push_str(more);
                return Ok(Some(more.to_owned()).filter(|m| !m.is_empty()));
            }
            Some("response.refusal.delta") => self.refusal.push_str(text(&event, "/delta").unwrap_or_default()),
            Some("response.completed" | "response.incomplete" | "response.failed") => self.whole(&event["response"])?,
            Some("error") => return Err(failure(&event)),
            _ => {}
        }
        Ok(None)
    }

    fn whole(&mut self, body: &Value) -> Result<(), AiError> {
        let status = text(body, "/status");
        if status.is_none() || status == Some("failed") || body.get("error").is_some_and(|e| !e.is_null()) {
            return Err(failure(body));
        }
        self.done.model = text(body, "/model").map(str::to_owned);
        self.done.usage = usage(&body["usage"]);
        let items = body["output"].as_array().map(Vec::as_slice).unwrap_or_default();
        let answer = answer(items, "output_text", "/text");
        if !answer.is_empty() {
            self.done.text = answer;
        }
        let refusal = self::answer(items, "refusal", "/refusal");
        if !refusal.is_empty() {
            self.refusal = refusal;
        }
        self.incomplete = (status == Some("incomplete")).then(|| text(body, "/incomplete_details/reason").unwrap_or_default().to_owned());
        self.finished = matches!(status, Some("completed" | "incomplete"));
        Ok(())
    }

    fn done(self: Box<Self>) -> Result<Done, AiError> {
        if !self.refusal.is_empty() {
            return Err(AiError::Refused { detail: self.refusal });
        }
        match self.incomplete.as_deref() {
            _ if !self.finished => Err(ended_early()),
            Some("content_filter") => Err(AiError::Refused { detail: "the vendor's content filter stopped the answer".into() }),
            Some(_) => Err(AiError::CutOff { detail: "the model ran out of tokens".into() }),
            None if self.done.text.trim().is_empty() => Err(AiError::Outage { detail: "the answer has no text".into() }),
            None => Ok(self.done),
        }
    }
}

/// The text of the messages: of the final answer where the model says which that is.
fn answer(items: &[Value], kind: &str, at: &str) -> String {
    let messages = || items.iter().filter(|i| text(i, "/type") == Some("message") && text(i, "/phase") != Some("commentary"));
    let last: Vec<&Value> = messages().filter(|i| text(i, "/phase") == Some("final_answer")).collect();
    let chosen = if last.is_empty() { messages().collect() } else { last };
    let parts = chosen.into_iter().filter_map(|i| i["content"].as_array()).flatten();
    parts.filter(|p| text(p, "/type") == Some(kind)).filter_map(|p| text(p, at)).collect()
}

/// Here the input includes what came from a cache, so it is taken out.
fn usage(usage: &Value) -> Option<Usage> {
    let input = number(usage, "/input_tokens")?;
    let cache_read = number(usage, "/input_tokens_details/cached_tokens").unwrap_or(0).min(input);
    let cache_write = number(usage, "/input_tokens_details/cache_write_tokens").unwrap_or(0).min(input - cache_read);
    let output = number(usage, "/output_tokens").unwrap_or(0);
    Some(Usage { input: input - cache_read - cache_write, cache_read, cache_write, cache_write_1h: 0, output })
}
