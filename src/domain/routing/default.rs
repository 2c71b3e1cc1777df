//! What holds until somebody says otherwise.

use super::{
    super::{Usd, dispatch::AgentKind, task::Complexity},
    Routing, Rule, RuleLimits, Then, When,
};

const OPUS: &str = "claude-opus-5-5";
const SONNET: &str = "claude-sonnet-5-5";
const HAIKU: &str = "claude-haiku-5-5";
const SOL: &str = "gpt-6-sol";

const HOUR: u64 = 3_600;

/// Words that tell plain coding from questions of design.
const CODING: [&str; 8] = ["implement", "refactor", "fix", "test", "tests", "bug", "bugs", "code"];

impl Default for Routing {
    fn default() -> Self {
        let only = |complexity| When { complexity: vec![complexity], ..When::default() };
        let coding = When { words: CODING.map(str::to_owned).to_vec(), ..only(Complexity::Medium) };
        Self {
            rules: vec![
                rule("complex work", only(Complexity::Complex), then(AgentKind::ClaudeCode, OPUS, 15, 2 * HOUR)),
                rule("simple work", only(Complexity::Simple), then(AgentKind::ClaudeCode, SONNET, 2, HOUR)),
                rule("plain coding", coding, then(AgentKind::Codex, SOL, 5, HOUR)),
            ],
            fallback: then(AgentKind::ClaudeCode, SONNET, 5, HOUR),
            cheaper_below_percent: 20,
            cheaper: then(AgentKind::ClaudeCode, HAIKU, 1, HOUR),
        }
    }
}

fn rule(name: &str, when: When, then: Then) -> Rule {
    Rule { name: name.to_owned(), when, then }
}

fn then(agent: AgentKind, model: &str, dollars: i64, seconds: u64) -> Then {
    let limits = RuleLimits { cost_usd: Some(Usd::from_micros(dollars * 1_000_000)), tokens: None, seconds: Some(seconds) };
    Then { agent, model: Some(model.to_owned()), limits }
}
