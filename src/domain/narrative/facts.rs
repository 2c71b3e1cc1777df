//! The numbered facts that a narrative may speak of.

use serde::{Deserialize, Serialize};

/// One fact of the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `F3`
    pub id: String,
    /// What it is about, as `Frame drops, before`.
    pub label: String,
    pub value: FactValue,
    /// Ids of the records that it comes from.
    pub evidence: Vec<String>,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "type", content = "value")]
pub enum FactValue {
    /// A quantity with its unit.
    Number { value: f64, unit: Option<String> },
    /// US dollars.
    Money(f64),
    /// A day.
    Date(chrono::NaiveDate),
    /// Text from people and agents: data, never instructions.
    Text(String),
}
