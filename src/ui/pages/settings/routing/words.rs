//! Rules in words.

use crate::{
    domain::routing::{RuleLimits, Then, When},
    ui::format,
};

/// When a rule fits, one condition each; empty where it always does.
pub fn conditions(when: &When) -> Vec<String> {
    let mut all = Vec::new();
    if !when.complexity.is_empty() {
        let names: Vec<&str> = when.complexity.iter().map(|c| c.as_str()).collect();
        all.push(format!("the task is {}", either(&names)));
    }
    if !when.tags.is_empty() {
        all.push(format!("the goal is tagged {}", either(&when.tags)));
    }
    if !when.words.is_empty() {
        let quoted: Vec<String> = when.words.iter().map(|word| format!("“{word}”")).collect();
        all.push(format!("it says {}", either(&quoted)));
    }
    all.extend(when.repository.as_ref().map(|part| format!("the repository has {part} in its path")));
    all
}

/// `“fix”, “bug” or “code”`
fn either(words: &[impl AsRef<str>]) -> String {
    words.iter().enumerate().fold(String::new(), |said, (at, word)| {
        let between = if at == 0 {
            ""
        } else if at + 1 == words.len() {
            " or "
        } else {
            ", "
        };
        said + between + word.as_ref()
    })
}

/// `Claude Code, claude-opus-5-5`
pub fn taken(then: &Then) -> String {
    let model = then.model.as_deref().unwrap_or("its own choice of model");
    format!("{}, {model}", then.agent.label())
}

/// `at most $15.00, 2 h`
pub fn limits(limits: &RuleLimits) -> String {
    let tokens = limits.tokens.and_then(|n| u64::try_from(n).ok()).map(|n| format::plural(n, "token"));
    let seconds = limits.seconds.and_then(|n| i64::try_from(n).ok()).map(format::duration);
    let given: Vec<String> = [limits.cost_usd.map(|cost| cost.to_string()), tokens, seconds].into_iter().flatten().collect();
    if given.is_empty() { "no limit of its own".into() } else { format!("at most {}", given.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Usd, dispatch::AgentKind, routing::Routing, task::Complexity};

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let coding = &Routing::default().rules[2];
        let said = conditions(&coding.when);
        assert_eq!(said[0], "the task is medium");
        assert!(said[1].starts_with("it says “implement”, “refactor”, ") && said[1].ends_with("“bugs” or “code”"), "{}", said[1]);
        assert_eq!((taken(&coding.then).as_str(), limits(&coding.then.limits).as_str()), ("Codex, gpt-6-sol", "at most $5.00, 1 h"));
        assert_eq!(conditions(&When::default()), Vec::<String>::new());
        let when = When { complexity: vec![Complexity::Simple, Complexity::Complex], repository: Some("shop".into()), ..When::default() };
        assert_eq!(conditions(&when), ["the task is simple or complex", "the repository has shop in its path"]);
        let free = Then { agent: AgentKind::ClaudeCode, model: None, limits: RuleLimits { tokens: Some(1_000), ..RuleLimits::default() } };
        assert_eq!(
            (taken(&free).as_str(), limits(&free.limits).as_str()),
            ("Claude Code, its own choice of model", "at most 1,000 tokens")
        );
        assert_eq!(limits(&RuleLimits { cost_usd: None::<Usd>, ..RuleLimits::default() }), "no limit of its own");
    }
}
