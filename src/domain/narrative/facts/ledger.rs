//! Numbers the facts as they are written down.

use super::{Fact, FactValue};
use chrono::{DateTime, Utc};

/// The facts so far.
#[derive(Default)]
pub(super) struct Ledger {
    facts: Vec<Fact>,
    about: Option<String>,
    evidence: Vec<String>,
}

impl Ledger {
    /// What follows comes from these records.
    pub fn from(&mut self, evidence: &[&str]) -> &mut Self {
        self.evidence = evidence.iter().map(|id| (*id).to_owned()).collect();
        self.about = None;
        self
    }

    /// What follows is about this metric.
    pub fn about(&mut self, name: &str) -> &mut Self {
        self.about = Some(name.to_owned());
        self
    }

    pub fn add(&mut self, label: &str, value: FactValue) -> &mut Self {
        let id = format!("F{}", self.facts.len() + 1);
        self.facts.push(Fact { id, label: label.to_owned(), value, about: self.about.clone(), evidence: self.evidence.clone() });
        self
    }

    pub fn text(&mut self, label: &str, text: Option<&str>) -> &mut Self {
        match text.map(str::trim).filter(|t| !t.is_empty()) {
            Some(text) => self.add(label, FactValue::Text(text.to_owned())),
            None => self,
        }
    }

    pub fn name(&mut self, label: &str, name: Option<&str>) -> &mut Self {
        match name.map(str::trim).filter(|n| !n.is_empty()) {
            Some(name) => self.add(label, FactValue::Name(name.to_owned())),
            None => self,
        }
    }

    pub fn url(&mut self, label: &str, url: Option<&str>) -> &mut Self {
        match url.filter(|u| !u.is_empty()) {
            Some(url) => self.add(label, FactValue::Url(url.to_owned())),
            None => self,
        }
    }

    pub fn day(&mut self, label: &str, at: Option<DateTime<Utc>>) -> &mut Self {
        match at {
            Some(at) => self.add(label, FactValue::Date(at.date_naive())),
            None => self,
        }
    }

    pub fn duration(&mut self, label: &str, seconds: Option<i64>) -> &mut Self {
        match seconds.filter(|s| *s >= 0) {
            Some(seconds) => self.add(label, FactValue::Duration(seconds)),
            None => self,
        }
    }

    /// `value` of something in a state, as `line`, `added`.
    pub fn count(&mut self, label: &str, value: Option<i64>, of: &str, state: &str) -> &mut Self {
        let state = (!state.is_empty()).then(|| state.to_owned());
        match value {
            Some(value) => self.add(label, FactValue::Count { value, of: of.to_owned(), state }),
            None => self,
        }
    }

    pub fn done(self) -> Vec<Fact> {
        self.facts
    }
}
