//! Before/after pairs that a person or an agent gave: two numbers, and nothing that says how much they vary.

mod bars;
mod card;
mod form;
mod words;

use crate::domain::metric::Metric;

pub use bars::Bars;
pub use card::MetricCard;
pub use form::{MetricForm, number};
pub use words::Sentence;

/// The pair that stands for the goal: the latest one that has both values, else the latest.
pub fn headline(metrics: &[Metric]) -> Option<&Metric> {
    metrics.iter().rev().find(|m| m.after.is_some()).or(metrics.last())
}
