//! The wire of Anthropic's Messages.

use super::{INPUT_TOKENS, OUTPUT_TOKENS, Turn, refused};
use axum::{
    body::Body,
    http::{HeaderName, Response},
};
use serde_json::{Value, json};

/// An error before the answer begins.
pub fn error(status: u16, kind: &str, retry_after: Option<u64>) -> Response<Body> {
    refused(status, json!({ "type": "error", "error": { "type": kind, "message": format!("scripted {status}") } }), retry_after)
}

/// The account of a subscription has used up what it may.
pub fn spent(resets_at: i64) -> Response<Body> {
    let mut response = error(429, "rate_limit_error", None);
    for (name, value) in [("status", "rejected".to_owned()), ("reset", resets_at.to_string()), ("representative-claim", "five_hour".into())]
    {
        let name = format!("anthropic-ratelimit-unified-{name}").parse::<HeaderName>().unwrap();
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// The events of a whole answer.
pub fn events(turn: &Turn, asked: &Value, number: usize) -> Vec<Value> {
    let model = asked["model"].as_str().unwrap_or("claude-opus-5-5");
    let usage = json!({ "input_tokens": INPUT_TOKENS, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 1 });
    let message = json!({
        "id": format!("msg_scripted_{number}"), "type": "message", "role": "assistant", "model": model, "content": [],
        "stop_reason": null, "stop_sequence": null, "usage": usage,
    });
    let mut all = vec![json!({ "type": "message_start", "message": message })];
    let tool = |name: &str, input: Value| {
        (json!({ "type": "tool_use", "id": format!("toolu_scripted_{number}"), "name": name, "input": {} }), input)
    };
    let (text, call) = match turn {
        Turn::Run { say, command } => (say.as_str(), Some(tool("Bash", json!({ "command": command, "description": "as scripted" })))),
        Turn::Write { path, content } => ("I will write it.", Some(tool("Write", json!({ "file_path": path, "content": content })))),
        Turn::Say(text) => (text.as_str(), None),
        _ => ("It goes on.", None),
    };
    all.push(json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "text", "text": "" } }));
    all.extend(
        text.split_inclusive(' ')
            .map(|word| json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": word } })),
    );
    all.push(json!({ "type": "content_block_stop", "index": 0 }));
    let stop_reason = if call.is_some() { "tool_use" } else { "end_turn" };
    if let Some((block, input)) = call {
        all.push(json!({ "type": "content_block_start", "index": 1, "content_block": block }));
        all.push(json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "input_json_delta", "partial_json": input.to_string() } }));
        all.push(json!({ "type": "content_block_stop", "index": 1 }));
    }
    let usage = json!({ "input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS });
    all.push(json!({ "type": "message_delta", "delta": { "stop_reason": stop_reason, "stop_sequence": null }, "usage": usage }));
    all.push(json!({ "type": "message_stop" }));
    all
}
