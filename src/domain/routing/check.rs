//! What rules may hold.

use super::{
    super::{
        Result, Usd,
        task::Complexity,
        text::{Check, LABEL_MOST},
    },
    Routing, Rule, RuleLimits, Then, When,
    choose::words,
};

const RULES_MOST: usize = 100;
/// The longest part of a path, in characters.
const PATH_MOST: usize = 1_000;
/// The same as for one session: a rule with more could never start one.
const COST_MOST: Usd = Usd::from_micros(100_000_000_000);
/// A week.
const SECONDS_MOST: u64 = 604_800;

impl Routing {
    /// Trims, and refuses what does not fit: names, words and models of 1 to 100 characters, positive limits, shares up to 100 %.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        if self.rules.len() > RULES_MOST {
            check.fail("/rules", format!("must have at most {RULES_MOST} entries"));
        }
        if self.cheaper_below_percent > 100 {
            check.fail("/cheaperBelowPercent", "must be at most 100");
        }
        let rules = self.rules.into_iter().enumerate().map(|(i, r)| rule(&mut check, &format!("/rules/{i}"), r)).collect();
        let fallback = then(&mut check, "/fallback", self.fallback);
        let cheaper = then(&mut check, "/cheaper", self.cheaper);
        check.done().map(|()| Self { rules, fallback, cheaper, ..self })
    }
}

fn rule(check: &mut Check, at: &str, rule: Rule) -> Rule {
    let name = label(check, &format!("{at}/name"), &rule.name);
    Rule { name, when: when(check, &format!("{at}/when"), rule.when), then: then(check, &format!("{at}/then"), rule.then) }
}

fn when(check: &mut Check, at: &str, when: When) -> When {
    let complexity = Complexity::ALL.into_iter().filter(|c| when.complexity.contains(c)).collect();
    let tags = check.labels(&format!("{at}/tags"), when.tags);
    for (i, word) in when.words.iter().enumerate() {
        if !word.trim().is_empty() && words(word).is_empty() {
            check.fail(format!("{at}/words/{i}"), "must contain a letter or a digit");
        }
    }
    let words = check.labels(&format!("{at}/words"), when.words);
    let repository = when.repository.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
    if let Some(part) = &repository {
        check.at_most(&format!("{at}/repository"), part, PATH_MOST);
    }
    When { complexity, tags, words, repository }
}

fn then(check: &mut Check, at: &str, then: Then) -> Then {
    let pointer = format!("{at}/model");
    let model = then.model.map(|model| label(check, &pointer, &model));
    if model.as_deref().is_some_and(|model| model.starts_with('-')) {
        check.fail(&pointer, "must not begin with a hyphen");
    }
    limits(check, &format!("{at}/limits"), then.limits);
    Then { model, ..then }
}

/// A short text on one line, which has to be there.
fn label(check: &mut Check, pointer: &str, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() {
        check.fail(pointer, "must not be empty");
    }
    if value.chars().any(char::is_control) {
        check.fail(pointer, "must not contain control characters");
    } else {
        check.at_most(pointer, value, LABEL_MOST);
    }
    value.to_owned()
}

fn limits(check: &mut Check, at: &str, limits: RuleLimits) {
    if limits.cost_usd.is_some_and(|cost| cost <= Usd::ZERO || cost > COST_MOST) {
        check.fail(format!("{at}/costUsd"), "must be more than 0 and at most 100,000 dollars");
    }
    if limits.tokens.is_some_and(|tokens| tokens <= 0) {
        check.fail(format!("{at}/tokens"), "must be more than 0");
    }
    if limits.seconds.is_some_and(|seconds| seconds == 0 || seconds > SECONDS_MOST) {
        check.fail(format!("{at}/seconds"), format!("must be between 1 and {SECONDS_MOST} seconds"));
    }
}
