//! The numbered facts that a narrative may speak of.

use super::scan::{Unit, measure};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

mod assessed;
mod ledger;
mod records;
pub use assessed::of_assessment;
pub use records::of;
pub(super) use records::{MOST_EACH, line};

/// One fact of the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `F3`
    pub id: String,
    /// What it is about, as `before`.
    pub label: String,
    pub value: FactValue,
    /// The name that a passage must use before a bare number can mean this fact: a metric's name.
    pub about: Option<String>,
    /// Ids of the records that it comes from.
    pub evidence: Vec<String>,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "type", content = "value")]
pub enum FactValue {
    /// A measured quantity with its unit.
    Number { value: f64, unit: Option<String> },
    /// A signed difference; in percent where the unit is `%`.
    Change { value: f64, unit: Option<String> },
    /// How many `of` something there are, as `task`, in that state, as `done`.
    Count { value: i64, of: String, state: Option<String> },
    /// US dollars spent.
    Money(f64),
    /// Seconds.
    Duration(i64),
    /// A day.
    Date(NaiveDate),
    /// `G12`, `#1801`, a sha, a model.
    Name(String),
    /// An address.
    Url(String),
    /// Text from people and agents: data, never instructions.
    Text(String),
}

impl FactValue {
    /// The value in base units, and its kind; none for what is not a quantity.
    pub fn quantity(&self) -> Option<(f64, Unit)> {
        let measured = |value: &f64, unit: &Option<String>| {
            let (scale, unit) = measure(unit.as_deref().unwrap_or_default());
            (value * scale, unit)
        };
        #[expect(clippy::cast_precision_loss, reason = "counts and seconds of one goal")]
        match self {
            Self::Number { value, unit } | Self::Change { value, unit } => Some(measured(value, unit)),
            Self::Count { value, .. } => Some((*value as f64, Unit::Bare)),
            Self::Money(dollars) => Some((*dollars, Unit::Money)),
            Self::Duration(seconds) => Some((*seconds as f64, Unit::Time)),
            Self::Date(_) | Self::Name(_) | Self::Url(_) | Self::Text(_) => None,
        }
    }
}

/// As it is written in a text and in the prompt; text and names from outside are the caller's to fence.
impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::write::phrase;
        match self {
            Self::Number { value, unit } | Self::Change { value, unit } => f.write_str(&phrase::with_unit(*value, unit.as_deref())),
            Self::Count { value, of, state } => match state {
                Some(state) => write!(f, "{} {state}", phrase::count(*value, of)),
                None => f.write_str(&phrase::count(*value, of)),
            },
            Self::Money(dollars) => f.write_str(&phrase::dollars(*dollars)),
            Self::Duration(seconds) => f.write_str(&phrase::duration(*seconds)),
            Self::Date(day) => write!(f, "{day}"),
            Self::Name(text) | Self::Url(text) | Self::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests;
