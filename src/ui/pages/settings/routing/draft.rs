//! A rule as a person writes it.

use super::super::amount::{money, whole, written};
use crate::domain::{
    Error, FieldError, Result,
    dispatch::AgentKind,
    routing::{Rule, RuleLimits, Then, When},
    task::Complexity,
};

/// What a task gets, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThenDraft {
    pub agent: AgentKind,
    pub model: String,
    pub cost: String,
    pub tokens: String,
    pub minutes: String,
}

impl ThenDraft {
    /// What holds.
    pub fn of(then: &Then) -> Self {
        let text = |number: Option<String>| number.unwrap_or_default();
        let RuleLimits { cost_usd, tokens, seconds } = then.limits;
        Self {
            agent: then.agent,
            model: text(then.model.clone()),
            cost: written(cost_usd),
            tokens: text(tokens.map(|n| n.to_string())),
            minutes: text(seconds.map(in_minutes)),
        }
    }

    /// What was typed, with short names of models made whole; `at` is the pointer of this part.
    ///
    /// # Errors
    /// The fields that cannot be read.
    pub fn then(&self, at: &str) -> Result<Then> {
        let mut wrong = Vec::new();
        let mut note = |field: &str, detail: &str| wrong.push(FieldError { pointer: format!("{at}/{field}"), detail: detail.to_owned() });
        let cost_usd = money(&self.cost).unwrap_or_else(|detail| {
            note("limits/costUsd", detail);
            None
        });
        let tokens = whole(&self.tokens).unwrap_or_else(|detail| {
            note("limits/tokens", detail);
            None
        });
        let seconds = in_seconds(&self.minutes).unwrap_or_else(|detail| {
            note("limits/seconds", detail);
            None
        });
        let model = Some(self.agent.full_model(&self.model)).filter(|model| !model.is_empty());
        let then = Then { agent: self.agent, model, limits: RuleLimits { cost_usd, tokens, seconds } };
        if wrong.is_empty() { Ok(then) } else { Err(Error::Invalid { errors: wrong }) }
    }
}

/// A rule, as it was typed: tags and words are parted by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDraft {
    pub name: String,
    pub complexity: Vec<Complexity>,
    pub tags: String,
    pub words: String,
    pub repository: String,
    pub then: ThenDraft,
}

impl RuleDraft {
    /// The rule that holds.
    pub fn of(rule: &Rule) -> Self {
        Self {
            name: rule.name.clone(),
            complexity: rule.when.complexity.clone(),
            tags: rule.when.tags.join(", "),
            words: rule.when.words.join(", "),
            repository: rule.when.repository.clone().unwrap_or_default(),
            then: ThenDraft::of(&rule.then),
        }
    }

    /// A rule that nobody has written yet; it takes what the others end with.
    pub fn new(fallback: &Then) -> Self {
        let rule = Rule { name: String::new(), when: When::default(), then: fallback.clone() };
        Self::of(&rule)
    }

    /// Puts a complexity in, or takes it out.
    pub fn toggle(&mut self, complexity: Complexity) {
        if !self.complexity.contains(&complexity) {
            self.complexity.push(complexity);
        } else {
            self.complexity.retain(|other| *other != complexity);
        }
    }

    /// What was typed; `at` is the pointer of the rule, as `/rules/2`.
    ///
    /// # Errors
    /// The fields that cannot be read.
    pub fn rule(&self, at: &str) -> Result<Rule> {
        let then = self.then.then(&format!("{at}/then"))?;
        let complexity = Complexity::ALL.into_iter().filter(|c| self.complexity.contains(c)).collect();
        let repository = Some(self.repository.trim().to_owned()).filter(|part| !part.is_empty());
        let when = When { complexity, tags: listed(&self.tags), words: listed(&self.words), repository };
        Ok(Rule { name: self.name.clone(), when, then })
    }
}

/// What is wrong with a list: of any of its entries, or of the whole.
pub fn wrong_in(error: &Error, pointer: &str) -> Option<String> {
    let Error::Invalid { errors } = error else { return None };
    let inside = |e: &&FieldError| e.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    errors.iter().find(inside).map(|e| e.detail.clone())
}

fn listed(text: &str) -> Vec<String> {
    text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn in_minutes(seconds: u64) -> String {
    if seconds.is_multiple_of(60) { (seconds / 60).to_string() } else { format!("{}:{:02}", seconds / 60, seconds % 60) }
}

/// Minutes as `90`, or with seconds as `1:30`.
fn in_seconds(text: &str) -> Result<Option<u64>, &'static str> {
    let wrong = "must be minutes, as 90";
    let (minutes, seconds) = text.split_once(':').unwrap_or((text, ""));
    let read = |part: &str| whole::<u64>(part).map_err(|_| wrong);
    match (read(minutes)?, read(seconds)?) {
        (None, None) => Ok(None),
        (minutes, seconds) => {
            let whole = minutes.unwrap_or_default().checked_mul(60).ok_or(wrong)?;
            whole.checked_add(seconds.unwrap_or_default()).map(Some).ok_or(wrong)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Usd, routing::Routing};

    #[test]
    fn a_rule_that_nobody_touches_stays_as_it_is() {
        for rule in Routing::default().rules {
            assert_eq!(RuleDraft::of(&rule).rule("/rules/0"), Ok(rule));
        }
        let odd = RuleLimits { seconds: Some(90), tokens: Some(5), cost_usd: None };
        let then = Then { agent: AgentKind::Codex, model: None, limits: odd };
        assert_eq!(ThenDraft::of(&then).then(""), Ok(then.clone()));
        assert_eq!(ThenDraft::of(&then).minutes, "1:30");
    }

    #[test]
    fn what_is_typed_is_read() {
        let typed = ThenDraft {
            agent: AgentKind::ClaudeCode,
            model: "opus".into(),
            cost: "$2.50".into(),
            tokens: String::new(),
            minutes: " 90 ".into(),
        };
        let limits = RuleLimits { cost_usd: Usd::from_dollars(2.5), tokens: None, seconds: Some(5_400) };
        assert_eq!(typed.then(""), Ok(Then { agent: AgentKind::ClaudeCode, model: Some("claude-opus-5-5".into()), limits }));
        let mut rule = RuleDraft { tags: "docs, , api ".into(), repository: " ".into(), ..RuleDraft::new(&Routing::default().fallback) };
        rule.toggle(Complexity::Complex);
        rule.toggle(Complexity::Simple);
        rule.toggle(Complexity::Complex);
        let when = When { complexity: vec![Complexity::Simple], tags: vec!["docs".into(), "api".into()], ..When::default() };
        assert_eq!(rule.rule("/rules/1").unwrap().when, when);
    }

    #[test]
    fn what_cannot_be_read_is_named_where_it_stands() {
        let then = ThenDraft {
            cost: "much".into(),
            tokens: "1.5".into(),
            minutes: "an hour".into(),
            ..ThenDraft::of(&Routing::default().fallback)
        };
        let rule = RuleDraft { then, ..RuleDraft::new(&Routing::default().fallback) };
        let wrong = rule.rule("/rules/2").unwrap_err();
        for field in ["costUsd", "tokens", "seconds"] {
            assert!(wrong.field(&format!("/rules/2/then/limits/{field}")).is_some(), "{field}: {wrong}");
        }
        let words = Error::invalid("/rules/2/when/words/1", "must contain a letter or a digit");
        assert_eq!(wrong_in(&words, "/rules/2/when/words").as_deref(), Some("must contain a letter or a digit"));
        assert_eq!(wrong_in(&words, "/rules/2/when/word"), None);
    }
}
