//! The lines of Claude Code, one by one.

use super::{
    super::{Step, field},
    Claude, Opening, approve, failure, meter,
    outcome::Fatal,
    tools,
};
use crate::domain::{
    dispatch::FailureClass,
    transcript::{Event, Level},
};
use serde_json::Value;

/// A limit that lasts longer is not waited for by a process.
const LONGEST_WAIT_MS: i64 = 60_000;

/// Kinds of lines that say nothing about the work.
const NOISE: [&str; 6] = ["command_lifecycle", "tool_progress", "keep_alive", "auth_status", "control_response", "tool_use_summary"];

/// The same among those of the system.
const SYSTEM_NOISE: [&str; 19] = [
    "status",
    "thinking_tokens",
    "task_started",
    "task_progress",
    "task_updated",
    "task_notification",
    "hook_started",
    "hook_progress",
    "hook_response",
    "session_state_changed",
    "background_tasks_changed",
    "commands_changed",
    "files_persisted",
    "memory_recall",
    "elicitation_complete",
    "local_command_output",
    "plugin_install",
    "control_request_progress",
    "mirror_error",
];

impl Claude {
    pub(super) fn line(&mut self, line: &str) -> Vec<Step> {
        if line.trim().is_empty() {
            return Vec::new();
        }
        let Ok(value) = serde_json::from_str::<Value>(line) else {
            return vec![Step::Event(Event::Unknown { line: line.to_owned() })];
        };
        match field::text(&value, "/type").unwrap_or_default() {
            "control_request" => self.asked(&value, line),
            "result" => self.result(&value),
            "system" => self.system(&value, line),
            kind => self.happened(kind, &value, line).into_iter().map(Step::Event).collect(),
        }
    }

    fn happened(&mut self, kind: &str, value: &Value, line: &str) -> Vec<Event> {
        match kind {
            "assistant" => self.assistant(value),
            "user" => self.told(value),
            "stream_event" => self.streamed(value),
            "control_cancel_request" => {
                let id = field::text(value, "/request_id").unwrap_or_default();
                self.gate.withdraw(id).into_iter().collect()
            }
            "control_response" if field::text(value, "/response/subtype") == Some("error") => {
                let text = field::text(value, "/response/error").unwrap_or("it did not do what it was asked for");
                vec![Event::Notice { level: Level::Warning, text: text.to_owned() }]
            }
            "rate_limit_event" => self.paid_by_plan().into_iter().chain(self.limited(value)).collect(),
            kind if NOISE.contains(&kind) => Vec::new(),
            _ => vec![Event::Unknown { line: line.to_owned() }],
        }
    }

    fn system(&mut self, value: &Value, line: &str) -> Vec<Step> {
        let event = match field::text(value, "/subtype").unwrap_or_default() {
            "init" => return self.init(value).into_iter().map(Step::Event).collect(),
            "api_retry" => return self.retry(value),
            "permission_denied" => self.denied(value),
            "informational" | "notification" => {
                Event::Notice { level: Level::Info, text: field::owned(value, "/content").unwrap_or_default() }
            }
            "compact_boundary" => Event::Notice { level: Level::Info, text: "the conversation was shortened".into() },
            "model_refusal_no_fallback" => Event::Notice { level: Level::Warning, text: "the model declined to answer".into() },
            "model_refusal_fallback" => {
                let to = field::text(value, "/fallback_model").unwrap_or("another model");
                Event::Notice { level: Level::Warning, text: format!("the model declined to answer: {to} goes on") }
            }
            "session_writes_lost" => {
                Event::Notice { level: Level::Error, text: "the agent could not save the conversation: it cannot be resumed".into() }
            }
            subtype if SYSTEM_NOISE.contains(&subtype) => return Vec::new(),
            _ => Event::Unknown { line: line.to_owned() },
        };
        vec![Step::Event(event)]
    }

    /// Every turn begins with it; only what has changed is told.
    fn init(&mut self, value: &Value) -> Vec<Event> {
        self.busy = true;
        let at = |pointer| field::owned(value, pointer);
        let now = Opening {
            external_id: at("/session_id").unwrap_or_default(),
            model: at("/model"),
            version: at("/claude_code_version"),
            permission_mode: at("/permissionMode"),
        };
        if self.started.as_ref() == Some(&now) {
            return Vec::new();
        }
        let first = self.started.replace(now.clone()).is_none();
        let Opening { external_id, model, version, permission_mode } = now;
        let remapped = self.launch.model.as_deref().zip(model.as_deref()).filter(|(asked, runs)| first && is_another(asked, runs));
        let notice = remapped.map(|(asked, runs)| Event::Notice {
            level: Level::Warning,
            text: format!("{asked} was asked for, {runs} runs and is paid for"),
        });
        let mut events = vec![Event::Started { external_id, model, version, permission_mode }];
        events.extend(notice);
        events
    }

    fn retry(&mut self, value: &Value) -> Vec<Step> {
        let status = value.get("error_status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        let class = failure::of_call(field::text(value, "/error").unwrap_or_default(), status, "");
        let delay_ms = field::number(value, "/retry_delay_ms").max(0);
        let count = |pointer| u32::try_from(field::number(value, pointer)).unwrap_or_default();
        let retry =
            Event::Retry { attempt: count("/attempt"), of: count("/max_retries"), delay_ms: delay_ms.unsigned_abs(), status, class };
        let mut steps = vec![Step::Event(retry)];
        let after_seconds = Some(delay_ms.unsigned_abs().div_ceil(1000));
        if class == FailureClass::LimitReached {
            self.limit.1 = after_seconds;
        }
        match class {
            FailureClass::Authentication => {
                let reason = "the provider does not accept the key or the sign-in".to_owned();
                steps.extend(self.give_up(Fatal { class, reason, until: None, after_seconds: None }));
            }
            FailureClass::LimitReached if delay_ms > LONGEST_WAIT_MS => {
                let message = "the account has reached its limit".to_owned();
                steps.push(Step::Event(Event::Limit { class, until: None, after_seconds, message: message.clone() }));
                steps.extend(self.give_up(Fatal { class, reason: message, until: None, after_seconds }));
            }
            _ => {}
        }
        steps
    }

    fn denied(&mut self, value: &Value) -> Event {
        let at = |pointer| field::owned(value, pointer).unwrap_or_default();
        let id = at("/tool_use_id");
        self.gate.deny(&id);
        Event::PermissionDenied { id, tool: at("/tool_name"), reason: at("/message") }
    }

    /// One block of a message; its usage is not final and is not counted here.
    fn assistant(&mut self, value: &Value) -> Vec<Event> {
        let message = field::text(value, "/message/id").unwrap_or_default();
        let parent = field::owned(value, "/parent_tool_use_id");
        if field::text(value, "/message/model") == Some("<synthetic>") {
            // The program speaks in place of the model: the result says it once more.
            self.last_error = field::owned(value, "/error");
            let texts: Vec<&str> = field::list(value, "/message/content").iter().filter_map(|block| field::text(block, "/text")).collect();
            return vec![Event::Notice { level: Level::Error, text: texts.join("\n") }];
        }
        let blocks = field::list(value, "/message/content").to_vec();
        blocks.iter().filter_map(|block| self.said(message, parent.clone(), block)).collect()
    }

    fn said(&mut self, message: &str, parent: Option<String>, block: &Value) -> Option<Event> {
        let number = self.blocks.get_or_insert_mut_ref(message, || 0);
        let id = format!("{message}#{number}");
        *number += 1;
        match field::text(block, "/type")? {
            "text" => {
                let text = field::owned(block, "/text")?;
                if parent.is_none() {
                    self.last_text = Some(text.clone());
                }
                Some(Event::Text { id, text, parent })
            }
            "thinking" => Some(Event::Thinking { id, text: field::owned(block, "/thinking")?, parent }),
            "redacted_thinking" => Some(Event::Thinking { id, text: String::new(), parent }),
            "tool_use" | "server_tool_use" => {
                let (id, name) = (field::owned(block, "/id")?, field::owned(block, "/name")?);
                let input = block.get("input").cloned().unwrap_or_default();
                let folder = self.launch.folder();
                let (title, risk) = (tools::title(&name, &input, &folder), tools::judge(&name, &input, &folder).risk);
                Some(Event::ToolCall { id, name, title, input, risk, parent })
            }
            _ => Some(Event::Unknown { line: block.to_string() }),
        }
    }

    /// Events of the API itself: the only place where tokens are told while it works.
    fn streamed(&mut self, value: &Value) -> Vec<Event> {
        let helper = field::text(value, "/parent_tool_use_id").unwrap_or_default().to_owned();
        match field::text(value, "/event/type").unwrap_or_default() {
            "message_start" => {
                let message = value.pointer("/event/message").cloned().unwrap_or_default();
                self.streaming.insert(helper.clone(), field::owned(&message, "/id").unwrap_or_default());
                self.meter.begin(&helper, &message);
                Vec::new()
            }
            "content_block_delta" => {
                let Some(text) = field::owned(value, "/event/delta/text") else { return Vec::new() };
                let Some(message) = self.streaming.get(&helper) else { return Vec::new() };
                vec![Event::TextDelta { id: format!("{message}#{}", field::number(value, "/event/index")), text }]
            }
            "message_delta" => {
                let usage = value.pointer("/event/usage").and_then(|usage| self.meter.finish(&helper, usage));
                let context = if helper == meter::CONVERSATION { self.context() } else { None };
                usage.map(Event::Usage).into_iter().chain(context).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How full the conversation is, where that is news.
    pub(super) fn context(&mut self) -> Option<Event> {
        self.meter.context(self.started.as_ref().and_then(|opening| opening.model.as_deref()))
    }

    /// Limits of this kind are told to subscribers only.
    fn paid_by_plan(&mut self) -> Option<Event> {
        (!std::mem::replace(&mut self.plan, true)).then_some(Event::PaidByPlan)
    }

    /// What is left to an account with a subscription: only its end is told.
    fn limited(&mut self, value: &Value) -> Option<Event> {
        let info = value.get("rate_limit_info")?;
        if field::text(info, "/status") != Some("rejected") {
            return None;
        }
        let until = field::time(info, "/resetsAt");
        self.limit.0 = until;
        let message =
            format!("the {} limit of the account is reached", field::text(info, "/rateLimitType").unwrap_or("usage").replace('_', " "));
        Some(Event::Limit { class: FailureClass::LimitReached, until, after_seconds: None, message })
    }

    /// The program asks us for something.
    fn asked(&mut self, value: &Value, line: &str) -> Vec<Step> {
        let id = field::text(value, "/request_id").unwrap_or_default();
        let Some(request) = value.get("request") else { return vec![Step::Event(Event::Unknown { line: line.to_owned() })] };
        let what = field::text(request, "/subtype").unwrap_or_default();
        if what != "can_use_tool" {
            // It would wait for an answer for ever.
            return vec![Step::Event(Event::Unknown { line: line.to_owned() }), Step::Write(approve::unsupported(id, what))];
        }
        let approval = approve::approval(id, request, &self.launch.folder());
        match self.gate.ground(&approval, approve::for_a_person(request)) {
            Some(by) => {
                let answer = approve::allow(&approval, request, false, &std::collections::BTreeMap::new());
                let (request, tool, title, assessment) = (approval.request, approval.tool, approval.title, approval.assessment);
                vec![
                    Step::Write(approve::response(&request, &answer)),
                    Step::Event(Event::AutoApproved { request, tool, title, assessment, by }),
                ]
            }
            None => vec![Step::Event(self.gate.wait(approval, request.clone()))],
        }
    }
}

/// `sonnet` means whatever is newest, `claude-opus-4-1` means that one.
fn is_another(asked: &str, runs: &str) -> bool {
    let plain = |model: &str| model.split('[').next().unwrap_or(model).to_owned();
    asked.bytes().any(|b| b.is_ascii_digit()) && !plain(runs).starts_with(&plain(asked)) && !plain(asked).starts_with(&plain(runs))
}
