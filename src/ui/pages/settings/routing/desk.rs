//! The rules on the page, and what is done with them. They are stored as a whole.

use crate::{
    domain::{
        Error, Result,
        routing::{Routing, Rule},
    },
    rpc,
    ui::hooks::{Step, Steps},
};
use dioxus::prelude::*;

/// The rules that hold, and the way to change them.
#[derive(Clone, Copy)]
pub struct Desk {
    pub held: Signal<Routing>,
    steps: Steps,
}

impl Desk {
    /// Makes the rules known to all parts of the page.
    pub fn provide(first: impl FnOnce() -> Routing, steps: Steps) -> Self {
        let held = use_signal(first);
        use_context_provider(|| Self { held, steps })
    }

    /// Looks again. What is shown stays if the server does not answer.
    pub async fn refresh(self) {
        if let Ok(fresh) = rpc::money::routing().await {
            self.put(fresh);
        }
    }

    /// Stores other rules and waits for the answer: what was typed can be kept if they are refused.
    pub async fn save(self, next: Routing, done: &'static str) -> Result<()> {
        let before = self.held.peek().clone();
        let stored = rpc::money::set_routing(next).await?;
        self.put(stored);
        self.steps.take(Step::done().undo(done, move || rpc::money::set_routing(before.clone())));
        Ok(())
    }

    /// Shows other rules at once and stores them; what fails brings back what was shown.
    pub fn change(self, next: Routing, done: String) {
        let before = self.held.peek().clone();
        let (shown, undone, sent) = (before.clone(), before, next.clone());
        self.put(next);
        let step = Step::new("save the rules", move || rpc::money::set_routing(sent.clone()));
        self.steps.take(step.rollback(move || self.put(shown.clone())).undo(done, move || rpc::money::set_routing(undone.clone())));
    }

    /// Shows them, unless the page was left meanwhile.
    fn put(mut self, rules: Routing) {
        if let Ok(mut held) = self.held.try_write() {
            *held = rules;
        }
    }
}

/// The rules with one moved a place up or down; none where there is no such place.
pub fn moved(rules: &Routing, at: usize, up: bool) -> Option<Routing> {
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    let mut next = rules.clone();
    (at.max(to) < next.rules.len()).then(|| next.rules.swap(at, to))?;
    Some(next)
}

/// The rules without one of them.
pub fn without(rules: &Routing, at: usize) -> Routing {
    let kept = rules.rules.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, rule)| rule.clone()).collect();
    Routing { rules: kept, ..rules.clone() }
}

/// Where a rule stands that `was` at that place when somebody began to change it.
///
/// # Errors
/// It is not there any more.
pub fn place(rules: &Routing, at: usize, was: &Rule) -> Result<usize> {
    let there = rules.rules.get(at).filter(|rule| *rule == was).map(|_| at);
    let found = there.or_else(|| rules.rules.iter().position(|rule| rule == was));
    found.ok_or_else(|| Error::conflict("this rule was changed or removed meanwhile; copy what you typed and open it again"))
}

/// Names that tell the rules apart while they move, fit for an `id`: those that would be the same are counted.
pub fn keys(rules: &[Rule]) -> Vec<String> {
    let plain = |rule: &Rule| rule.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect::<String>();
    let names: Vec<String> = rules.iter().map(plain).collect();
    let same = |at: usize| names[..at].iter().filter(|other| **other == names[at]).count();
    (0..names.len()).map(|at| format!("{}-{}", names[at], same(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(rules: &Routing) -> Vec<&str> {
        rules.rules.iter().map(|rule| rule.name.as_str()).collect()
    }

    #[test]
    fn rules_change_their_places() {
        let rules = Routing::default();
        assert_eq!(names(&moved(&rules, 1, true).unwrap()), ["simple work", "complex work", "plain coding"]);
        assert_eq!(names(&moved(&rules, 1, false).unwrap()), ["complex work", "plain coding", "simple work"]);
        assert_eq!((moved(&rules, 0, true), moved(&rules, 2, false), moved(&rules, 7, true)), (None, None, None));
        assert_eq!(names(&without(&rules, 1)), ["complex work", "plain coding"]);
    }

    #[test]
    fn a_rule_is_found_after_others_moved_it() {
        let rules = Routing::default();
        let coding = &rules.rules[2];
        assert_eq!(place(&moved(&rules, 2, true).unwrap(), 2, coding), Ok(1));
        assert!(matches!(place(&without(&rules, 2), 2, coding), Err(Error::Conflict { .. })));
    }

    #[test]
    fn rules_of_one_name_are_told_apart() {
        let rule = Routing::default().rules[0].clone();
        let alike = Rule { name: "complex-work".into(), ..rule.clone() };
        assert_eq!(keys(&[rule, alike]), ["complex-work-0", "complex-work-1"]);
    }
}
