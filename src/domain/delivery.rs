//! How the work of sessions leaves the house: marks on commits, and pull requests that open by themselves.

use super::GoalId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How it is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Delivery {
    /// Commits of sessions carry `Maestro-Task:` and `Maestro-Session:`.
    pub trailers: bool,
    /// The goals whose sessions push their branch and open a request when they are done, by id; only those, each with `true`.
    pub goals: BTreeMap<String, bool>,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { trailers: true, goals: BTreeMap::new() }
    }
}

impl Delivery {
    /// Whether sessions of this goal open their requests by themselves.
    pub fn opens_for(&self, goal: Option<&GoalId>) -> bool {
        goal.is_some_and(|goal| self.goals.get(goal.as_str()).copied().unwrap_or_default())
    }
}

/// The body that changes it: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct DeliveryPatch {
    pub trailers: Option<bool>,
    /// By id or key of the goal; goals that are not named stay as they are.
    pub goals: BTreeMap<String, bool>,
}

impl DeliveryPatch {
    /// How it is set from now on; goals are named by their ids here.
    pub fn apply(self, delivery: Delivery) -> Delivery {
        let mut goals = delivery.goals;
        goals.extend(self.goals);
        goals.retain(|_, on| *on);
        Delivery { trailers: self.trailers.unwrap_or(delivery.trailers), goals }
    }
}

/// What became of the last attempt to deliver what a session committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    /// The last commit that it was about.
    pub sha: String,
    pub at: DateTime<Utc>,
    /// The branch is where the repository came from.
    pub pushed: bool,
    /// The pull or merge request, where one is open.
    pub url: Option<String>,
    /// What did not work, in a sentence.
    pub detail: Option<String>,
    /// The goal asked for it, and no person pressed a button.
    pub automatic: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_leaves_what_it_does_not_name() {
        let set = Delivery { trailers: true, goals: [("a".to_owned(), true)].into() };
        let patch: DeliveryPatch = serde_json::from_str(r#"{"goals":{"b":true,"a":false}}"#).unwrap();
        let after = patch.apply(set);
        assert_eq!(after, Delivery { trailers: true, goals: [("b".to_owned(), true)].into() });
        let patch: DeliveryPatch = serde_json::from_str(r#"{"trailers":false}"#).unwrap();
        assert_eq!(patch.apply(after.clone()), Delivery { trailers: false, ..after });
    }

    #[test]
    fn without_a_word_commits_are_marked_and_nothing_opens_by_itself() {
        let set: Delivery = serde_json::from_str("{}").unwrap();
        assert!(set.trailers && !set.opens_for(Some(&"a".into())) && !set.opens_for(None));
        let on = Delivery { goals: [("a".to_owned(), true)].into(), ..set };
        assert!(on.opens_for(Some(&"a".into())) && !on.opens_for(Some(&"b".into())));
    }
}
