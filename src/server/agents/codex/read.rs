//! The lines of Codex, one by one.

use super::{
    super::{Step, field},
    Asked, Codex, approve, command, failure,
    outcome::End,
};
use crate::domain::{
    dispatch::{Decision, FailureClass},
    transcript::{Event, Level},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Notifications that say nothing about the work.
const NOISE: [&str; 24] = [
    "thread/started",
    "thread/status/changed",
    "thread/readState/changed",
    "thread/name/updated",
    "thread/goal/cleared",
    "thread/goal/updated",
    "thread/settings/updated",
    "thread/environment/connected",
    "skills/changed",
    "remoteControl/status/changed",
    "mcpServer/startupStatus/updated",
    "account/updated",
    "app/list/updated",
    "turn/diff/updated",
    "turn/moderationMetadata",
    "hook/started",
    "hook/completed",
    "item/fileChange/outputDelta",
    "item/fileChange/patchUpdated",
    "item/plan/delta",
    "item/mcpToolCall/progress",
    "item/reasoning/summaryTextDelta",
    "item/reasoning/summaryPartAdded",
    "item/reasoning/textDelta",
];

impl Codex {
    pub(super) fn line(&mut self, line: &str) -> Vec<Step> {
        if line.trim().is_empty() {
            return Vec::new();
        }
        let unknown = || vec![Step::Event(Event::Unknown { line: line.to_owned() })];
        let Ok(value) = serde_json::from_str::<Value>(line) else { return unknown() };
        match (value.get("id"), field::text(&value, "/method")) {
            (Some(_), Some(_)) => self.asks(&value, line),
            (Some(id), None) => self.answered(id.as_u64().and_then(|id| u32::try_from(id).ok()), &value),
            (None, Some(method)) => self.notified(method, &value["params"], line),
            (None, None) => unknown(),
        }
    }

    /// An answer to a request of ours. What it is can be told from the answer too, for one who replays without our requests.
    fn answered(&mut self, id: Option<u32>, value: &Value) -> Vec<Step> {
        let asked = id.and_then(|id| self.asked.remove(&id));
        if let Some(error) = value.get("error") {
            return self.failed(asked, field::text(error, "/message").unwrap_or("it gave no reason"));
        }
        let result = &value["result"];
        match asked {
            Some(Asked::Initialize) => {
                self.version = field::text(result, "/userAgent").and_then(|agent| agent.split(['/', ' ']).nth(1)).map(str::to_owned);
                let (method, params) = command::thread(&self.launch);
                vec![Step::Write(json!({ "method": "initialized" }).to_string()), self.request(Asked::Thread, method, &params)]
            }
            Some(Asked::Steer(_)) if !self.busy => self.next(),
            _ if self.thread.is_none() && result.get("thread").is_some() => self.opened(result),
            _ => Vec::new(),
        }
    }

    fn failed(&mut self, asked: Option<Asked>, message: &str) -> Vec<Step> {
        match asked {
            // The turn was over before the message came.
            Some(Asked::Steer(text)) => {
                self.queue.push(text);
                if self.busy { Vec::new() } else { self.next() }
            }
            Some(Asked::Initialize | Asked::Thread | Asked::Turn) => {
                self.busy = false;
                let lost = message.contains("no rollout found");
                let class = if lost { FailureClass::Forgotten } else { FailureClass::Misconfigured };
                self.fatal = Some(End { failure: Some((class, format!("it did not start: {message}"))) });
                let mut steps = vec![Step::Event(Event::Notice { level: Level::Error, text: message.to_owned() })];
                steps.extend(self.close());
                steps
            }
            _ => vec![Step::Event(Event::Notice { level: Level::Warning, text: message.to_owned() })],
        }
    }

    fn opened(&mut self, result: &Value) -> Vec<Step> {
        let external_id = field::owned(result, "/thread/id").unwrap_or_default();
        self.thread = Some(external_id.clone());
        self.model = field::owned(result, "/model");
        let version = field::owned(result, "/thread/cliVersion").or_else(|| self.version.clone());
        let permission_mode = field::owned(result, "/approvalPolicy");
        let mut steps = vec![Step::Event(Event::Started { external_id, model: self.model.clone(), version, permission_mode })];
        steps.extend(self.next());
        steps
    }

    /// What was said meanwhile is the next turn; without it there is nothing more to do.
    fn next(&mut self) -> Vec<Step> {
        if !self.queue.is_empty() {
            let text = std::mem::take(&mut self.queue).join("\n\n");
            return vec![self.turn(&text)];
        }
        let steering = self.asked.values().any(|asked| matches!(asked, Asked::Steer(_)));
        if steering { Vec::new() } else { self.close() }
    }

    fn notified(&mut self, method: &str, params: &Value, line: &str) -> Vec<Step> {
        match method {
            "turn/started" if self.is_own(params) => self.turn_started(params),
            "turn/completed" if self.is_own(params) => self.turn_completed(&params["turn"]),
            "error" => self.error(params),
            _ => self.happened(method, params, line).into_iter().map(Step::Event).collect(),
        }
    }

    /// Helpers have conversations of their own in the same process.
    fn is_own(&self, params: &Value) -> bool {
        self.thread.as_deref() == field::text(params, "/threadId")
    }

    fn happened(&mut self, method: &str, params: &Value, line: &str) -> Vec<Event> {
        let at = |pointer| field::owned(params, pointer).unwrap_or_default();
        let warning = |pointer| vec![Event::Notice { level: Level::Warning, text: field::owned(params, pointer).unwrap_or_default() }];
        match method {
            "item/started" => self.begun(&params["item"]),
            "item/completed" => self.done(&params["item"]),
            "item/agentMessage/delta" => vec![Event::TextDelta { id: at("/itemId"), text: at("/delta") }],
            "item/commandExecution/outputDelta" => vec![Event::ToolOutput { id: at("/itemId"), text: at("/delta") }],
            "thread/tokenUsage/updated" => self.usage(params),
            "account/rateLimits/updated" => {
                let limits = &params["rateLimits"];
                self.paid_by_plan(limits).into_iter().chain(self.limits(limits)).collect()
            }
            "serverRequest/resolved" => self.gate.withdraw(&id_of(params)).into_iter().collect(),
            "turn/plan/updated" => vec![plan(params)],
            "model/rerouted" => {
                self.model = field::owned(params, "/toModel");
                vec![Event::Notice { level: Level::Warning, text: format!("{} goes on instead of {}", at("/toModel"), at("/fromModel")) }]
            }
            "configWarning" | "deprecationNotice" => warning("/summary"),
            "warning" | "guardianWarning" => warning("/message"),
            // Those of helpers: their work is told by their items.
            "turn/started" | "turn/completed" => Vec::new(),
            method if NOISE.contains(&method) => Vec::new(),
            _ => vec![Event::Unknown { line: line.to_owned() }],
        }
    }

    fn usage(&mut self, params: &Value) -> Vec<Event> {
        let own = self.is_own(params);
        let context = params.get("tokenUsage").filter(|_| own).and_then(|usage| self.meter.context(usage));
        self.used(params, own).into_iter().chain(context).collect()
    }

    fn used(&mut self, params: &Value, own: bool) -> Option<Event> {
        let thread = field::text(params, "/threadId")?;
        let usage = params.get("tokenUsage")?;
        if own && self.turn.is_none() && self.end.is_none() {
            // No turn of this run has begun: these are of the runs before.
            self.meter.baseline(thread, usage);
            return None;
        }
        let model = self.model.as_deref().filter(|_| own);
        self.meter.count(thread, own, model, usage).map(Event::Usage)
    }

    /// Who pays by the call has no plan.
    fn paid_by_plan(&mut self, limits: &Value) -> Option<Event> {
        field::text(limits, "/planType")?;
        (!std::mem::replace(&mut self.plan, true)).then_some(Event::PaidByPlan)
    }

    fn limits(&mut self, limits: &Value) -> Option<Event> {
        let full = |window: &&Value| field::number(window, "/usedPercent") >= 100;
        let windows = ["primary", "secondary"].map(|name| &limits[name]);
        let until = windows.iter().copied().filter(full).filter_map(|window| field::time(window, "/resetsAt")).max();
        self.until = until.or(self.until);
        let which = field::text(limits, "/rateLimitReachedType")?;
        let message = format!("the account has reached its limit ({})", which.replace('_', " "));
        Some(Event::Limit { class: FailureClass::LimitReached, until, after_seconds: None, message })
    }

    fn turn_started(&mut self, params: &Value) -> Vec<Step> {
        self.turn = field::owned(params, "/turn/id");
        self.busy = true;
        let mut steps = if std::mem::take(&mut self.interrupt) { self.interrupt() } else { Vec::new() };
        if !self.queue.is_empty() {
            // It was told when it was said.
            let text = std::mem::take(&mut self.queue).join("\n\n");
            steps.extend(self.message(text).into_iter().filter(|step| matches!(step, Step::Write(_))));
        }
        steps
    }

    fn turn_completed(&mut self, turn: &Value) -> Vec<Step> {
        (self.turn, self.busy) = (None, false);
        let failure = match field::text(turn, "/status").unwrap_or_default() {
            "completed" => None,
            "interrupted" => Some((FailureClass::Stopped, "interrupted".to_owned())),
            _ => {
                let error = &turn["error"];
                Some((failure::class(error).0, field::text(error, "/message").unwrap_or("it gave no reason").to_owned()))
            }
        };
        let mut events = self.gate.withdraw_all();
        let message = failure.as_ref().map(|(_, reason)| reason.clone()).or_else(|| self.last_text.clone());
        events.push(Event::TurnEnded { ok: failure.is_none(), class: failure.as_ref().map(|(class, _)| *class), message });
        self.end = Some(End { failure });
        let mut steps: Vec<Step> = events.into_iter().map(Step::Event).collect();
        steps.extend(self.next());
        steps
    }

    /// Most errors are tried again; the last one comes once more with the end of the turn.
    fn error(&mut self, params: &Value) -> Vec<Step> {
        let error = &params["error"];
        let message = field::text(error, "/message").unwrap_or_default();
        let (class, status) = failure::class(error);
        if !field::flag(params, "/willRetry") {
            return vec![Step::Event(Event::Notice { level: Level::Error, text: message.to_owned() })];
        }
        let (attempt, of) = failure::attempt(message);
        let mut steps = vec![Step::Event(Event::Retry { attempt, of, delay_ms: 0, status, class })];
        if self.fatal.is_none()
            && let Some(reason) = hopeless(class, status)
        {
            if class == FailureClass::LimitReached {
                steps.push(Step::Event(Event::Limit { class, until: self.until, after_seconds: None, message: reason.to_owned() }));
            }
            self.fatal = Some(End { failure: Some((class, reason.to_owned())) });
            steps.extend(self.interrupt());
            steps.extend(self.close());
        }
        steps
    }

    /// Codex asks us for something.
    fn asks(&mut self, value: &Value, line: &str) -> Vec<Step> {
        let item = field::text(value, "/params/itemId").and_then(|id| self.items.get(id));
        let Some(approval) = approve::approval(value, item, &self.launch.folder()) else {
            // It would wait for an answer for ever.
            return vec![Step::Event(Event::Unknown { line: line.to_owned() }), Step::Write(approve::unsupported(value))];
        };
        match self.gate.ground(&approval, approve::for_a_person(value)) {
            Some(by) => {
                let answer = approve::answer(value, Decision::Allow, false, &BTreeMap::new());
                let (request, tool, title, assessment) = (approval.request, approval.tool, approval.title, approval.assessment);
                vec![
                    Step::Write(approve::response(value, &answer)),
                    Step::Event(Event::AutoApproved { request, tool, title, assessment, by }),
                ]
            }
            None => vec![Step::Event(self.gate.wait(approval, value.clone()))],
        }
    }
}

/// Why nothing comes of trying again, though Codex would.
fn hopeless(class: FailureClass, status: Option<u16>) -> Option<&'static str> {
    match (class, status) {
        (FailureClass::Authentication, _) => Some("the provider does not accept the key or the sign-in"),
        // It would wait as long as the provider says, an hour too, and does not tell how long that is.
        (FailureClass::LimitReached, Some(429)) => Some("the account has reached its limit"),
        _ => None,
    }
}

/// The request that is settled.
fn id_of(params: &Value) -> String {
    params.get("requestId").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default()
}

fn plan(params: &Value) -> Event {
    let step = |step: &Value| {
        let mark = if field::text(step, "/status") == Some("completed") { "x" } else { " " };
        format!("[{mark}] {}", field::text(step, "/step").unwrap_or_default())
    };
    let steps: Vec<String> = field::list(params, "/plan").iter().map(step).collect();
    Event::Notice { level: Level::Info, text: steps.join("\n") }
}
