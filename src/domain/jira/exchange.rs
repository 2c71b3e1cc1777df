//! What is asked and answered about an import.

use super::{
    super::{Result, error::Error, goal::GoalStatus, text::Check},
    JQL_MOST, Level, State,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which issues are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = JiraQuery)]
pub struct Query {
    /// The connection to ask; absent: the only one to a Jira.
    pub connection_id: Option<String>,
    /// A query as in Jira's own search, as `project = ABC AND statusCategory != Done`.
    #[schema(required = true)]
    pub jql: String,
    /// Only these of its issues; absent: all. A preview and a suggestion leave it aside.
    pub keys: Option<Vec<String>>,
}

impl Query {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let jql = self.jql.trim().to_owned();
        if jql.is_empty() {
            check.fail("/jql", "must not be empty; write a query as project = ABC");
        }
        check.at_most("/jql", &jql, JQL_MOST);
        if self.keys.as_ref().is_some_and(Vec::is_empty) {
            check.fail("/keys", "must name an issue; leave it out to mean all");
        }
        check.done()?;
        let keys = self.keys.map(|keys| keys.iter().map(|key| key.trim().to_uppercase()).collect());
        let connection_id = self.connection_id.filter(|id| !id.trim().is_empty());
        Ok(Self { connection_id, jql, keys })
    }
}

/// The goal that an issue is already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraKnown)]
pub struct Known {
    pub goal_id: String,
    /// `G12`
    pub goal_key: String,
    /// It is in the archive: an import leaves it there.
    pub archived: bool,
}

/// An issue as it would become a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraPreviewIssue)]
pub struct PreviewIssue {
    /// `ABC-12`
    pub key: String,
    pub url: String,
    pub title: String,
    /// The name of its type, as Jira has it.
    #[serde(rename = "type")]
    pub kind: String,
    pub level: Level,
    /// The name of its status, as Jira has it.
    pub jira_status: String,
    pub state: State,
    /// What the goal would be.
    pub status: GoalStatus,
    /// The key of the issue that it is a part of.
    pub parent: Option<String>,
    /// The goal that it is already; null where it would be a new one.
    pub known: Option<Known>,
    /// How its description begins.
    pub text: String,
}

/// The issues of a query, as they would become goals. Nothing is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraPreview)]
pub struct Preview {
    pub connection_id: String,
    /// `Cloud` or `Data Center`.
    pub deployment: String,
    pub issues: Vec<PreviewIssue>,
    /// How many the query finds, as Jira says; it counts roughly.
    pub total: Option<u64>,
    /// There are more than are shown.
    pub more: bool,
}

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JiraFate)]
pub enum Fate {
    /// It is a new goal.
    Added,
    /// It was a goal, and something of it was taken over.
    Updated,
    /// It was a goal, and nothing had to change.
    Unchanged,
    /// Its goal is in the archive and was left alone.
    Archived,
}

/// What became of one issue, and where it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraImportedIssue)]
pub struct ImportedIssue {
    /// `ABC-12`
    pub key: String,
    pub goal_id: String,
    /// `G12`
    pub goal_key: String,
    pub title: String,
    pub fate: Fate,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JiraImported)]
pub struct Imported {
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub archived: u64,
    pub issues: Vec<ImportedIssue>,
    /// What a person should know about it, in whole sentences.
    pub notes: Vec<String>,
}

impl Imported {
    /// Counts one more.
    pub fn add(&mut self, issue: ImportedIssue) {
        match issue.fate {
            Fate::Added => self.added += 1,
            Fate::Updated => self.updated += 1,
            Fate::Unchanged => self.unchanged += 1,
            Fate::Archived => self.archived += 1,
        }
        self.issues.push(issue);
    }
}

/// How far an import is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ImportStep {
    /// So many issues were read, of so many where Jira said it.
    Reading {
        read: u64,
        of: Option<u64>,
    },
    /// So many are goals, of all that were read.
    Writing {
        done: u64,
        of: u64,
    },
    Done(Imported),
    Failed(Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_needed_and_keys_are_read_in_any_case() {
        assert!(Query::default().check().unwrap_err().field("/jql").is_some());
        let none = Query { jql: "project = A".into(), keys: Some(vec![]), ..Query::default() };
        assert!(none.check().unwrap_err().field("/keys").is_some());
        let query = Query { jql: " project = A ".into(), keys: Some(vec![" abc-1".into()]), ..Query::default() }.check().unwrap();
        assert_eq!((query.jql.as_str(), query.keys), ("project = A", Some(vec!["ABC-1".to_owned()])));
    }
}
