//! Qualitative proof: what numbers do not say.

use super::{Result, text::Check};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The outcomes that Maestro offers, with their names on the page; any other text is the user's own.
pub const KNOWN: [(&str, &str); 10] = [
    ("leadership_recognition", "Leadership recognition"),
    ("team_adoption", "Team adoption"),
    ("process_change", "Process change"),
    ("reputation_boost", "Reputation boost"),
    ("cost_savings", "Cost savings"),
    ("time_savings", "Time savings"),
    ("client_satisfaction", "Client satisfaction"),
    ("revenue_generated", "Revenue generated"),
    ("risk_reduced", "Risk reduced"),
    ("knowledge_shared", "Knowledge shared"),
];

/// The name of an outcome on the page.
pub fn label(outcome: &str) -> &str {
    KNOWN.iter().find(|(word, _)| *word == outcome).map_or(outcome, |(_, name)| name)
}

/// The body that sets the outcomes of a goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct OutcomesPatch {
    /// All of them: the list replaces what was there; absent leaves it.
    pub outcomes: Option<Vec<String>>,
    /// Free text; absent leaves it, an empty one clears it.
    pub notes: Option<String>,
}

impl OutcomesPatch {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            outcomes: self.outcomes.map(|o| check.labels("/outcomes", o)),
            notes: self.notes.map(|n| check.text("/notes", Some(n)).unwrap_or_default()),
        };
        check.done().map(|()| checked)
    }
}
