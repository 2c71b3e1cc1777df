//! The wire of the Responses of `OpenAI`.

use super::{INPUT_TOKENS, OUTPUT_TOKENS, Turn, refused};
use axum::{
    body::Body,
    http::{HeaderName, Response},
};
use serde_json::{Value, json};

/// An error before the answer begins.
pub fn error(status: u16, code: &str, retry_after: Option<u64>) -> Response<Body> {
    refused(status, json!({ "error": { "type": code, "code": code, "message": format!("scripted {status}") } }), retry_after)
}

/// The account of a subscription has used up what it may.
pub fn spent(resets_at: i64) -> Response<Body> {
    let error = json!({ "type": "usage_limit_reached", "message": "scripted limit", "plan_type": "pro", "resets_at": resets_at });
    let mut response = refused(429, json!({ "error": error }), None);
    for (name, value) in [("used-percent", "100".to_owned()), ("window-minutes", "300".into()), ("reset-at", resets_at.to_string())] {
        let name = format!("x-codex-primary-{name}").parse::<HeaderName>().unwrap();
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// The events of a whole answer.
pub fn events(turn: &Turn, asked: &Value, number: usize) -> Vec<Value> {
    // Newer models have one tool, which runs JavaScript.
    let runs_code = asked["model"].as_str().is_some_and(|model| model.starts_with("gpt-6"));
    let id = format!("resp_scripted_{number}");
    let mut all = vec![json!({ "type": "response.created", "response": { "id": id, "status": "in_progress" } })];
    let (text, call) = match turn {
        Turn::Run { say, command } => (say.as_str(), Some(if runs_code { code(number, command) } else { function(number, command) })),
        Turn::Write { path, content } => ("I will write it.", Some(patch(number, path, content))),
        Turn::Say(text) => (text.as_str(), None),
        _ => ("It goes on.", None),
    };
    let item = format!("msg_scripted_{number}");
    let message = |content: Value| json!({ "type": "message", "role": "assistant", "id": item, "content": content });
    all.push(json!({ "type": "response.output_item.added", "output_index": 0, "item": message(json!([])) }));
    let piece =
        |word: &str| json!({ "type": "response.output_text.delta", "item_id": item, "output_index": 0, "content_index": 0, "delta": word });
    all.extend(text.split_inclusive(' ').map(piece));
    let content = json!([{ "type": "output_text", "text": text, "annotations": [] }]);
    all.push(json!({ "type": "response.output_item.done", "output_index": 0, "item": message(content) }));
    if let Some(call) = call {
        all.push(json!({ "type": "response.output_item.done", "output_index": 1, "item": call }));
    }
    let usage = json!({
        "input_tokens": INPUT_TOKENS, "input_tokens_details": { "cached_tokens": 0 },
        "output_tokens": OUTPUT_TOKENS, "output_tokens_details": { "reasoning_tokens": 0 }, "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
    });
    all.push(json!({ "type": "response.completed", "response": { "id": id, "status": "completed", "output": [], "usage": usage } }));
    all
}

fn function(number: usize, command: &str) -> Value {
    let arguments = json!({ "cmd": command }).to_string();
    json!({ "type": "function_call", "id": format!("fc_{number}"), "call_id": format!("call_scripted_{number}"), "name": "exec_command", "arguments": arguments })
}

fn code(number: usize, command: &str) -> Value {
    let input = format!("text(await tools.exec_command({{ cmd: {} }}));", json!(command));
    json!({ "type": "custom_tool_call", "id": format!("ctc_{number}"), "call_id": format!("call_scripted_{number}"), "name": "exec", "input": input })
}

fn patch(number: usize, path: &str, content: &str) -> Value {
    let added: String = content.lines().map(|line| format!("+{line}\n")).collect();
    let input = format!("*** Begin Patch\n*** Add File: {path}\n{added}*** End Patch");
    json!({ "type": "custom_tool_call", "id": format!("ctc_{number}"), "call_id": format!("call_scripted_{number}"), "name": "apply_patch", "input": input })
}
