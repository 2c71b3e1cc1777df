//! What the three formats have in common: a reader that takes events and gives text.

use super::{AiError, Usage, error};
use serde_json::Value;

/// A finished answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub text: String,
    /// None where the peer does not count.
    pub usage: Option<Usage>,
    /// The model that answered, in the peer's words.
    pub model: Option<String>,
}

/// Reads the events of one format.
pub(super) trait Reader: Send {
    /// Takes the data of one event; gives the text that it adds.
    fn event(&mut self, data: &str) -> Result<Option<String>, AiError>;
    /// Takes an answer that came in one piece.
    fn whole(&mut self, body: &Value) -> Result<(), AiError>;
    /// After the last event: the answer, or why there is none.
    fn done(self: Box<Self>) -> Result<Done, AiError>;
}

/// The number at `pointer`, if it is there and not null.
pub(super) fn number(value: &Value, pointer: &str) -> Option<u64> {
    value.pointer(pointer).and_then(Value::as_u64)
}

/// The text at `pointer`.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The error inside an event or body: nested under `error`, flat, or only a text.
pub(super) fn failure(value: &Value) -> AiError {
    let error = value.get("error").filter(|e| !e.is_null()).unwrap_or(value);
    let message = error.as_str().or_else(|| text(error, "/message")).unwrap_or("no reason given").to_owned();
    let codes = [text(error, "/details/error_code"), text(error, "/code"), text(error, "/type")];
    codes.into_iter().flatten().find_map(|code| error::of_code(code, message.clone())).unwrap_or(AiError::Outage { detail: message })
}

/// The stream is over, but the answer is not.
pub(super) fn ended_early() -> AiError {
    AiError::Outage { detail: "the stream ended before the answer was complete".into() }
}

/// Reads one event's JSON; what is none is not for us.
pub(super) fn json(data: &str) -> Option<Value> {
    serde_json::from_str(data).ok()
}
