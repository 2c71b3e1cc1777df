//! Speaks as Claude Code does, as far as the tests need it: one turn for each message, as the script in that message says.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, BufRead, Write},
    path::PathBuf,
    process::{self, Command},
    thread,
    time::{Duration, Instant},
};

const MODEL: &str = "claude-opus-5-5";

/// How much fits into the context of each model.
const WINDOW: u64 = 200_000;

/// What a million tokens of a model cost, in and out, in dollars; a model without a price is priced as the usual one, by guess.
fn price(model: &str) -> (f64, f64, &'static str) {
    match model {
        MODEL => (4.0, 20.0, "list"),
        "claude-haiku-5-5" => (0.1, 0.5, "list"),
        _ => (4.0, 20.0, "unknown"),
    }
}

/// Tokens in and out, by model.
type Used = BTreeMap<String, (u64, u64)>;

/// One process, and all that it has counted.
struct Claude {
    session: String,
    calls: u32,
    used: Used,
    /// Up to the last result.
    told: Used,
    denied: Vec<Value>,
    /// Lines on standard input that were read while another one was waited for.
    ahead: Vec<Value>,
}

/// Takes messages until standard input ends.
pub fn speak() {
    let args: Vec<String> = env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let session = value("--session-id").or_else(|| value("--resume")).unwrap();
    let mut claude = Claude { session, calls: 0, used: Used::new(), told: Used::new(), denied: Vec::new(), ahead: Vec::new() };
    // A measurement waits for it.
    fs::write(claude.beside("alive"), []).unwrap();
    claude.init();
    if env::vars_os().any(|(name, _)| name == "CLAUDE_CODE_RESUME_INTERRUPTED_TURN") {
        let rest = fs::read_to_string(claude.kept()).unwrap();
        claude.steps(&rest);
    }
    while let Some(line) = claude.next(|line| line["type"] == "user") {
        let text = line["message"]["content"].as_str().unwrap().to_owned();
        claude.print(json!({ "type": "user", "message": { "role": "user", "content": text }, "isReplay": true }));
        claude.turn(&text);
    }
}

impl Claude {
    fn init(&self) {
        let cwd = env::current_dir().unwrap();
        self.print(json!({ "type": "system", "subtype": "init", "cwd": cwd, "model": MODEL, "permissionMode": "default",
            "claude_code_version": "2.1.330" }));
    }

    fn print(&self, mut line: Value) {
        line["session_id"] = json!(self.session);
        if line.get("parent_tool_use_id").is_none() {
            line["parent_tool_use_id"] = Value::Null;
        }
        let mut out = io::stdout().lock();
        writeln!(out, "{line}").unwrap();
        out.flush().unwrap();
    }

    /// The next line of that kind; none once standard input has ended.
    fn next(&mut self, wanted: impl Fn(&Value) -> bool) -> Option<Value> {
        if let Some(at) = self.ahead.iter().position(&wanted) {
            return Some(self.ahead.remove(at));
        }
        let stdin = io::stdin();
        let mut text = String::new();
        loop {
            text.clear();
            if stdin.lock().read_line(&mut text).unwrap() == 0 {
                return None;
            }
            let line: Value = serde_json::from_str(&text).unwrap();
            if wanted(&line) {
                return Some(line);
            }
            self.ahead.push(line);
        }
    }

    fn turn(&mut self, text: &str) {
        let script = text.split_once("```script\n").and_then(|(_, rest)| rest.split_once("\n```")).map(|(script, _)| script);
        match script {
            Some(script) => self.steps(script),
            None => self.result(&format!("Understood: {text}"), None),
        }
    }

    /// Where the steps are that are not done yet, for the process that goes on with the turn.
    fn kept(&self) -> PathBuf {
        self.beside("standin")
    }

    /// A file beside the worktree, where git does not see it.
    fn beside(&self, name: &str) -> PathBuf {
        env::current_dir().unwrap().with_file_name(format!(".{name}-{}", self.session))
    }

    fn steps(&mut self, script: &str) {
        let steps: Vec<&str> = script.lines().collect();
        for (i, step) in steps.iter().enumerate() {
            fs::write(self.kept(), steps[i..].join("\n")).unwrap();
            let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
            match verb {
                "say" => self.say(rest),
                "call" => self.call(rest, 0),
                "helper" => self.helper(rest),
                "calls" => self.calls(rest),
                "run" => self.tool(rest, false),
                "ask" => self.tool(rest, true),
                "environment" => keep_environment(rest),
                "stay" => loop {
                    thread::park();
                },
                "crash" => process::abort(),
                "refused" => return self.result(rest, Some(529)),
                "limit" => return self.limit(rest),
                "end" => return self.result(rest, None),
                other => panic!("no step is called {other}"),
            }
        }
        self.result("Done.", None);
    }

    fn say(&self, text: &str) {
        let id = format!("msg_{}_{}", self.session, self.calls);
        self.print(json!({ "type": "assistant", "message": { "id": id, "role": "assistant", "model": MODEL,
            "content": [{ "type": "text", "text": text }], "usage": { "input_tokens": 1, "output_tokens": 1 } } }));
    }

    /// `INPUT OUTPUT`: a call of the model that took so many tokens.
    fn call(&mut self, tokens: &str, number: u32) {
        self.called(MODEL, tokens, number, &Value::Null);
    }

    /// `MODEL INPUT OUTPUT`: the same of a helper, by another model.
    fn helper(&mut self, how: &str) {
        let (model, tokens) = how.split_once(' ').unwrap();
        self.called(model, tokens, 0, &json!("toolu_helper"));
    }

    fn called(&mut self, model: &str, tokens: &str, number: u32, parent: &Value) {
        let mut tokens = tokens.split(' ').map(|n| n.parse::<u64>().unwrap());
        let (input, output) = (tokens.next().unwrap(), tokens.next().unwrap());
        self.calls += 1;
        let id = format!("msg_{}_{}_{number}", self.session, self.calls);
        let start = json!({ "type": "message_start", "message": { "id": id, "model": model, "role": "assistant", "content": [],
            "usage": { "input_tokens": input, "output_tokens": 1 } } });
        self.print(json!({ "type": "stream_event", "event": start, "parent_tool_use_id": parent }));
        let end = json!({ "type": "message_delta", "delta": { "stop_reason": "end_turn" },
            "usage": { "input_tokens": input, "output_tokens": output } });
        self.print(json!({ "type": "stream_event", "event": end, "parent_tool_use_id": parent }));
        let used = self.used.entry(model.to_owned()).or_default();
        *used = (used.0 + input, used.1 + output);
    }

    /// `COUNT RATE INPUT OUTPUT`: so many calls, so many a second, each with a line of text.
    fn calls(&mut self, how: &str) {
        let mut parts = how.splitn(3, ' ');
        let (count, rate): (u32, u32) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
        let tokens = parts.next().unwrap();
        let start = Instant::now();
        for i in 0..count {
            self.call(tokens, i);
            self.say(&format!("line {i}"));
            let due = start + Duration::from_secs(1) * (i + 1) / rate;
            while let Some(left) = due.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
                thread::park_timeout(left);
            }
        }
    }

    /// Runs a command in a shell, if that is allowed.
    fn tool(&mut self, command: &str, asks: bool) {
        self.calls += 1;
        let id = format!("toolu_{}_{}", self.session, self.calls);
        let input = json!({ "command": command, "description": "Run a command" });
        self.print(json!({ "type": "assistant", "message": { "id": format!("msg_{id}"), "role": "assistant", "model": MODEL,
            "content": [{ "type": "tool_use", "id": id, "name": "Bash", "input": input }],
            "usage": { "input_tokens": 1, "output_tokens": 1 } } }));
        if asks && !self.is_allowed(&id, &input) {
            self.denied.push(json!({ "tool_name": "Bash", "tool_use_id": id, "tool_input": input }));
            return self.told(&id, "The user did not allow it.", true);
        }
        let done = Command::new("sh").args(["-c", command]).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        self.told(&id, &said, !done.status.success());
    }

    fn is_allowed(&mut self, id: &str, input: &Value) -> bool {
        let request = format!("ask_{id}");
        self.print(json!({ "type": "control_request", "request_id": request, "request": { "subtype": "can_use_tool",
            "tool_name": "Bash", "display_name": "Bash", "input": input, "description": "Run a command", "tool_use_id": id } }));
        let answer = self.next(|line| line["type"] == "control_response" && line["response"]["request_id"] == request.as_str());
        answer.is_some_and(|answer| answer["response"]["response"]["behavior"] == "allow")
    }

    fn told(&self, id: &str, text: &str, failed: bool) {
        self.print(json!({ "type": "user", "message": { "role": "user",
            "content": [{ "type": "tool_result", "tool_use_id": id, "content": text, "is_error": failed }] } }));
    }

    /// `SECONDS`: the account has used up what it may, and is served again after so many seconds.
    fn limit(&mut self, seconds: &str) {
        self.print(json!({ "type": "system", "subtype": "api_retry", "attempt": 1, "max_retries": 3,
            "retry_delay_ms": seconds.parse::<u64>().unwrap() * 1_000, "error_status": 429, "error": "rate_limit" }));
        self.result("You have reached your limit.", Some(429));
    }

    fn result(&mut self, text: &str, status: Option<u16>) {
        let whole: Value = self.used.iter().map(|(model, used)| (model.clone(), usage(model, *used))).collect();
        let cost: f64 = whole.as_object().unwrap().values().filter_map(|own| own["costUSD"].as_f64()).sum();
        let more = |(model, used): (&String, &(u64, u64))| {
            let told = self.told.get(model).copied().unwrap_or_default();
            (model.clone(), usage(model, (used.0 - told.0, used.1 - told.1)))
        };
        let since: Value = self.used.iter().map(more).collect();
        self.told = self.used.clone();
        let denied = std::mem::take(&mut self.denied);
        self.print(json!({ "type": "result", "subtype": "success", "is_error": status.is_some(), "api_error_status": status,
            "result": text, "num_turns": 1, "stop_reason": "end_turn", "queued_turn_count": 0,
            "terminal_reason": if status.is_some() { "api_error" } else { "completed" },
            "total_cost_usd": cost, "modelUsage": whole, "model_usage_since_last_result": since,
            "permission_denials": denied }));
        if status.is_some() {
            process::exit(1);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "tokens of one run")]
fn usage(model: &str, (input, output): (u64, u64)) -> Value {
    let (dollars_in, dollars_out, basis) = price(model);
    let cost = (input as f64 * dollars_in + output as f64 * dollars_out) / 1e6;
    json!({ "inputTokens": input, "outputTokens": output, "cacheReadInputTokens": 0, "cacheCreationInputTokens": 0,
        "costUSD": cost, "canonicalModel": model, "costBasis": basis, "contextWindow": WINDOW })
}

/// `FILE`: leaves the environment there, for the test to look at.
fn keep_environment(file: &str) {
    let all: Vec<String> = env::vars_os().map(|(name, value)| format!("{}={}", name.display(), value.display())).collect();
    fs::write(file, all.join("\n")).unwrap();
}
