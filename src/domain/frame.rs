//! What the frame around every page shows.

use super::{PersonId, auth::Person, budget::DayBudget};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The figures of header and navigation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// Who is looking.
    pub name: String,
    /// The same, for people who are logged in.
    pub person: Option<PersonId>,
    /// Everybody who logs in.
    pub people: Vec<Person>,
    /// The number of the newest event that the page has seen; the live stream starts after it.
    pub seq: i64,
    /// Reports that wait in the Inbox.
    pub waiting: u64,
    /// Approvals that agents wait for.
    pub asks: u32,
    /// How the money stands today.
    pub day: DayBudget,
    /// There is a repository that agents may work in.
    pub repository_known: bool,
    /// A token for agents was made, or an agent reported already.
    pub agents_known: bool,
    /// There is a connection to GitHub or GitLab.
    pub code_host_known: bool,
    /// The day (UTC) on which the page was made.
    pub today: NaiveDate,
}

impl Frame {
    /// The person with this id.
    pub fn who(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }
}
