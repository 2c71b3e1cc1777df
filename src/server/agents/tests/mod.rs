//! Adapters on recorded streams: one test for each way to be fooled.

mod claude;
mod claude_money;
mod claude_trouble;
mod codex;
mod codex_money;
mod codex_trouble;
mod commands;
mod finding;

use super::{Adapter, Input, Launch, Step, adapter};
use crate::domain::{
    dispatch::{AgentKind, AutoApprove, Decision, Exit, Limits, Outcome, Remember},
    session::Tokens,
    transcript::{Approval, Event},
};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// A run in the folder of the recordings.
fn launch(agent: AgentKind) -> Launch {
    Launch {
        agent,
        program: PathBuf::from("/opt/agent"),
        folder: PathBuf::from("/repo"),
        model: None,
        prompt: "do it".into(),
        approvals: AutoApprove::None,
        external_id: None,
        resume: false,
        continue_turn: false,
        limits: Limits::default(),
        environment: BTreeMap::new(),
        home: None,
        instructions: None,
        remembered: Vec::new(),
        writable: Vec::new(),
        telemetry: None,
    }
}

/// The recorded lines of an agent's standard output.
fn recorded(agent: AgentKind, name: &str) -> Vec<String> {
    let folder = if agent == AgentKind::ClaudeCode { "claude" } else { "codex" };
    let path = format!("tests/fixtures/agents/{folder}/{name}.jsonl");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")).lines().map(str::to_owned).collect()
}

/// One run, fed with what was recorded.
struct Run {
    adapter: Box<dyn Adapter>,
    steps: Vec<Step>,
}

impl Run {
    fn start(launch: &Launch) -> Self {
        let mut adapter = adapter(launch);
        let steps = adapter.open();
        Self { adapter, steps }
    }

    /// All lines of a recording, with nothing said in between.
    fn of(launch: &Launch, name: &str) -> Self {
        let mut run = Self::start(launch);
        run.read_all(&recorded(launch.agent, name));
        run
    }

    fn read_all(&mut self, lines: &[String]) {
        for line in lines {
            let steps = self.adapter.read(line);
            self.steps.extend(steps);
        }
    }

    /// Reads until somebody is asked, and gives back what is left.
    fn until_asked(&mut self, lines: &[String]) -> (Approval, Vec<String>) {
        for (i, line) in lines.iter().enumerate() {
            let steps = self.adapter.read(line);
            let asked = steps.iter().find_map(|step| match step {
                Step::Event(Event::ApprovalRequested(approval)) => Some((**approval).clone()),
                _ => None,
            });
            self.steps.extend(steps);
            if let Some(approval) = asked {
                return (approval, lines[i + 1..].to_vec());
            }
        }
        panic!("nobody was asked")
    }

    /// Answers, and gives back the line that goes to the agent.
    fn answer(&mut self, request: &str, decision: Decision, remember: Option<Remember>, message: Option<&str>) -> serde_json::Value {
        let request = request.to_owned();
        let answer = Input::Answer { request, decision, remember, message: message.map(str::to_owned), answers: BTreeMap::new() };
        let steps = self.adapter.say(answer);
        let written = written(&steps).into_iter().next().unwrap_or_default();
        self.steps.extend(steps);
        written
    }

    fn events(&self) -> Vec<Event> {
        events(&self.steps)
    }

    fn written(&self) -> Vec<serde_json::Value> {
        written(&self.steps)
    }

    fn end(&mut self, exit: Exit) -> Outcome {
        self.adapter.end(exit)
    }

    fn closed(&self) -> usize {
        self.steps.iter().filter(|step| **step == Step::CloseInput).count()
    }

    /// The sum of everything that was counted.
    fn tokens(&self) -> Tokens {
        self.events().into_iter().fold(Tokens::default(), |sum, event| match event {
            Event::Usage(usage) => sum + usage.tokens,
            _ => sum,
        })
    }
}

fn events(steps: &[Step]) -> Vec<Event> {
    steps.iter().filter_map(|step| if let Step::Event(event) = step { Some(event.clone()) } else { None }).collect()
}

fn written(steps: &[Step]) -> Vec<serde_json::Value> {
    let lines = steps.iter().filter_map(|step| if let Step::Write(line) = step { Some(line) } else { None });
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn code(code: i32) -> Exit {
    Exit { code: Some(code), ..Exit::default() }
}

fn signal(signal: i32) -> Exit {
    Exit { signal: Some(signal), ..Exit::default() }
}

fn tokens(input: i64, output: i64) -> Tokens {
    Tokens { input, output, ..Tokens::default() }
}

/// An event in a few words.
fn told(event: &Event) -> String {
    match event {
        Event::PaidByPlan => "paid by plan".into(),
        Event::Started { model, permission_mode, .. } => format!("started {} {}", or(model), or(permission_mode)),
        Event::Said { text } => format!("said {text}"),
        Event::Text { text, .. } => format!("text {text}"),
        Event::TextDelta { text, .. } => format!("+ {text}"),
        Event::Thinking { text, .. } => format!("thinking {text}"),
        Event::ToolCall { name, title, risk, .. } => format!("call {name} [{}] {title}", risk.label()),
        Event::ToolOutput { text, .. } => format!("output {text}"),
        Event::ToolResult { ok, text, .. } => format!("result {} {text}", if *ok { "ok" } else { "failed" }),
        Event::FileEdit { path, kind, .. } => format!("edit {kind:?} {path}"),
        Event::Usage(usage) => format!("usage {}+{}", usage.tokens.input, usage.tokens.output),
        Event::Context { tokens, window } => format!("context {tokens} of {window:?}"),
        Event::RunTotal(total) => format!("total {:?}", total.cost_micros),
        Event::ApprovalRequested(approval) => format!("asks {} [{}] {}", approval.tool, approval.assessment.risk.label(), approval.title),
        Event::AutoApproved { tool, title, by, .. } => format!("allowed {tool} {title} by {by:?}"),
        Event::ApprovalAnswered { decision, .. } => format!("answered {decision:?}"),
        Event::ApprovalWithdrawn { .. } => "withdrawn".into(),
        Event::Retry { attempt, of, status, class, .. } => format!("retry {attempt}/{of} {status:?} {class:?}"),
        Event::Limit { class, .. } => format!("limit {class:?}"),
        Event::PermissionDenied { tool, .. } => format!("denied {tool}"),
        Event::TurnEnded { ok, class, .. } => format!("turn {ok} {class:?}"),
        Event::Notice { level, text } => format!("{level:?} {}", text.chars().take(60).collect::<String>()),
        Event::Unknown { line } => format!("unknown {line}"),
    }
}

fn or(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("-")
}

/// All but the pieces of texts that come whole later.
fn story(events: &[Event]) -> Vec<String> {
    events.iter().filter(|event| !matches!(event, Event::TextDelta { .. })).map(told).collect()
}

#[test]
fn the_same_lines_give_the_same_events() {
    for (agent, name) in
        [(AgentKind::ClaudeCode, "control.approve-then-deny.partial"), (AgentKind::Codex, "approve-decline-interrupt-steer")]
    {
        let (one, two) = (Run::of(&launch(agent), name), Run::of(&launch(agent), name));
        assert_eq!(one.events(), two.events());
        assert!(one.events().len() > 10, "{name}");
    }
}

#[test]
fn no_recorded_line_is_unknown() {
    for (agent, folder) in [(AgentKind::ClaudeCode, "claude"), (AgentKind::Codex, "codex")] {
        for file in fs::read_dir(format!("tests/fixtures/agents/{folder}")).unwrap() {
            let name = file.unwrap().file_name().to_string_lossy().trim_end_matches(".jsonl").to_owned();
            let unknown: Vec<Event> =
                Run::of(&launch(agent), &name).events().into_iter().filter(|e| matches!(e, Event::Unknown { .. })).collect();
            assert_eq!(unknown, [], "{name}");
        }
    }
}

#[test]
fn what_is_not_known_is_kept() {
    for agent in AgentKind::ALL {
        let mut adapter = adapter(&launch(agent));
        for line in ["not JSON", r#"{"type":"something_new","method":"some/thing"}"#] {
            assert_eq!(adapter.read(line), [Step::Event(Event::Unknown { line: line.into() })]);
        }
        assert_eq!(adapter.read("  "), []);
    }
}
