use super::plain;
use crate::domain::{
    Usd,
    dispatch::{Decision, FailureClass, Risk},
    session::Tokens,
    transcript::{EditKind, Event, Ground, Level},
};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// One row of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Number of the entry that began it; each row has another one.
    pub n: u64,
    pub at: DateTime<Utc>,
    /// A helper of the agent did it.
    pub nested: bool,
    pub what: What,
}

/// What a row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Started {
        model: Option<String>,
        version: Option<String>,
    },
    /// What a person, or Maestro, told the agent.
    Said {
        text: String,
    },
    Text {
        text: String,
        /// No more of it comes.
        done: bool,
    },
    Thinking {
        text: String,
    },
    Tool {
        name: String,
        title: String,
        /// What the title does not tell of the input; empty where it tells all.
        input: String,
        risk: Risk,
        output: String,
        /// None while it runs.
        ended: Option<Ended>,
    },
    Edit {
        path: String,
        kind: EditKind,
        patch: Option<String>,
    },
    Usage {
        calls: u32,
        tokens: Tokens,
        cost: Option<Usd>,
    },
    /// The agent's own sum for a turn.
    Total {
        cost: Usd,
    },
    Asked {
        title: String,
        command: Option<String>,
        risk: Risk,
        /// None while it waits.
        answer: Option<Answer>,
    },
    /// Nobody was asked.
    Allowed {
        title: String,
        risk: Risk,
        by: Ground,
    },
    Denied {
        tool: String,
        reason: String,
    },
    Retry {
        attempt: u32,
        of: u32,
        seconds: u64,
        class: FailureClass,
    },
    Limit {
        class: FailureClass,
        until: Option<DateTime<Utc>>,
        message: String,
    },
    TurnEnded {
        ok: bool,
        class: Option<FailureClass>,
        /// Why, where it failed.
        message: Option<String>,
    },
    Notice {
        level: Level,
        text: String,
    },
    /// A line that nobody understands.
    Unknown {
        line: String,
    },
}

/// How a tool ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub ok: bool,
    /// Of all that it gave, of which the row has the beginning.
    pub bytes: u64,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Given(Decision),
    Withdrawn,
}

impl What {
    pub(super) fn output(text: &str) -> Self {
        Self::Tool { name: "Tool".into(), title: String::new(), input: String::new(), risk: Risk::Reads, output: plain(text), ended: None }
    }

    pub(super) fn result(text: &str, ok: bool, bytes: u64) -> Self {
        match Self::output(text) {
            Self::Tool { name, title, input, risk, output, .. } => {
                Self::Tool { name, title, input, risk, output, ended: Some(Ended { ok, bytes }) }
            }
            other => other,
        }
    }

    /// The texts in it that can be searched: what is always shown, and what shows when the row is opened.
    pub fn texts(&self) -> (Vec<&str>, Vec<&str>) {
        match self {
            Self::Said { text } | Self::Text { text, .. } | Self::Notice { text, .. } => (vec![text], vec![]),
            Self::Thinking { text } => (vec![], vec![text]),
            Self::Tool { name, title, input, output, .. } => (vec![name, title], vec![input, output]),
            Self::Edit { path, patch, .. } => (vec![path], patch.iter().map(String::as_str).collect()),
            Self::Asked { title, command, .. } => (vec![command.as_deref().unwrap_or(title)], vec![]),
            Self::Allowed { title, .. } => (vec![title], vec![]),
            Self::Denied { tool, reason } => (vec![tool, reason], vec![]),
            Self::Limit { message, .. } => (vec![message], vec![]),
            Self::TurnEnded { message, .. } => (message.iter().map(String::as_str).collect(), vec![]),
            Self::Unknown { line } => (vec![], vec![line]),
            Self::Started { .. } | Self::Usage { .. } | Self::Total { .. } | Self::Retry { .. } => (vec![], vec![]),
        }
    }
}

/// What of a tool's input its title does not tell.
pub(super) fn input(name: &str, title: &str, input: &Value) -> String {
    let text = |field: &str| input.get(field).and_then(Value::as_str);
    let command = text("command").filter(|command| name == "Bash" || !command.is_empty());
    match (command, input) {
        (Some(command), _) if command == title => String::new(),
        (Some(command), _) => plain(command),
        (None, Value::Null) => String::new(),
        (None, Value::Object(fields)) if fields.is_empty() || fields.values().all(|value| value.as_str() == Some(title)) => String::new(),
        (None, other) => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// The events that make a row of their own, whatever came before; none for those that say nothing to a person.
pub(super) fn short(event: Event) -> Option<What> {
    Some(match event {
        Event::Started { model, version, .. } => What::Started { model, version },
        Event::PaidByPlan => {
            What::Notice { level: Level::Info, text: "a subscription pays for this: its amounts are at list prices".into() }
        }
        Event::Said { text } => What::Said { text: plain(&text) },
        Event::RunTotal(total) => What::Total { cost: Usd::from_micros(total.cost_micros?) },
        Event::AutoApproved { title, assessment, by, .. } => What::Allowed { title: plain(&title), risk: assessment.risk, by },
        Event::PermissionDenied { tool, reason, .. } => What::Denied { tool, reason: plain(&reason) },
        Event::Retry { attempt, of, delay_ms, class, .. } => What::Retry { attempt, of, seconds: delay_ms.div_ceil(1_000), class },
        Event::Limit { class, until, message, .. } => What::Limit { class, until, message: plain(&message) },
        Event::TurnEnded { ok, class, message } => {
            What::TurnEnded { ok, class, message: message.filter(|_| !ok).map(|message| plain(&message)) }
        }
        Event::Notice { level, text } => What::Notice { level, text: plain(&text) },
        Event::Unknown { line } => What::Unknown { line: plain(&line) },
        _ => return None,
    })
}
