//! The agents that can be started, and how far one may go.

use super::super::Usd;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// An agent that Maestro can start and speak with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgentKind {
    ClaudeCode,
    Codex,
}

/// The name is of no agent that Maestro can start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no agent called {0}: use claude-code or codex")]
pub struct UnknownAgent(pub String);

impl AgentKind {
    /// All that can be started.
    pub const ALL: [Self; 2] = [Self::ClaudeCode, Self::Codex];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClaudeCode => "claude-code",
            Self::Codex => "codex",
        }
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::Codex => "Codex",
        }
    }

    /// The name on the page of whatever a session calls its agent.
    pub fn name_of(word: &str) -> &str {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).map_or(word, |kind| kind.label())
    }

    /// The whole name of a model that is called by its short one; others are as they were.
    pub fn full_model(self, name: &str) -> String {
        let short = name.trim().to_ascii_lowercase();
        let full = match (self, short.as_str()) {
            (Self::ClaudeCode, "opus") => "claude-opus-5-5",
            (Self::ClaudeCode, "sonnet") => "claude-sonnet-5-5",
            (Self::ClaudeCode, "haiku") => "claude-haiku-5-5",
            (Self::ClaudeCode, "fable") => "claude-fable-5-2",
            (Self::Codex, "astra") => "gpt-6-astra",
            (Self::Codex, "sol") => "gpt-6.1-sol",
            (Self::Codex, "terra") => "gpt-6.1-terra",
            (Self::Codex, "luna") => "gpt-6-luna",
            _ => name.trim(),
        };
        full.to_owned()
    }
}

impl fmt::Display for AgentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AgentKind {
    type Err = UnknownAgent;

    fn from_str(text: &str) -> Result<Self, UnknownAgent> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownAgent(text.to_owned()))
    }
}

/// How far one run may go; what is absent is not limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Millionths of a US dollar.
    pub cost_micros: Option<i64>,
    /// All tokens that were sent and received, without what came from a cache.
    pub tokens: Option<i64>,
    /// Of wall clock.
    pub seconds: Option<u64>,
}

impl Limits {
    /// The cap in money.
    pub fn cost(&self) -> Option<Usd> {
        self.cost_micros.map(Usd::from_micros)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_read_as_it_is_written() {
        for kind in AgentKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!(AgentKind::ClaudeCode.full_model("Opus"), "claude-opus-5-5");
        assert_eq!(AgentKind::Codex.full_model("opus"), "opus");
        assert_eq!("gemini".parse::<AgentKind>().unwrap_err().to_string(), "there is no agent called gemini: use claude-code or codex");
    }
}
