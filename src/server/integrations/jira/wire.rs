//! Only the fields we read, of both kinds of Jira.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServerInfo {
    pub base_url: String,
    pub version: String,
    pub deployment_type: String,
    pub server_title: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Myself {
    pub display_name: String,
    /// Data Center's name of a user; Cloud has none.
    pub name: Option<String>,
}

/// A page of Cloud: no total, no place, only a token for the next one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudPage {
    pub issues: Vec<Issue>,
    pub next_page_token: Option<String>,
    pub is_last: Option<bool>,
}

/// A page of Data Center.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerPage {
    pub issues: Vec<Issue>,
    pub total: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub struct Count {
    pub count: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Issue {
    pub id: String,
    pub key: String,
    pub fields: Fields,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    pub summary: Option<String>,
    /// A document on Cloud, wiki text on Data Center.
    pub description: Value,
    pub status: Option<Status>,
    pub issuetype: Option<IssueType>,
    pub parent: Option<Parent>,
    pub resolutiondate: Option<String>,
    pub labels: Option<Vec<String>>,
    pub duedate: Option<String>,
    /// The fields that a site made for itself.
    #[serde(flatten)]
    pub custom: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Status {
    pub name: String,
    pub status_category: Option<Category>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    /// `new`, `indeterminate`, `done`, `undefined`.
    pub key: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IssueType {
    pub name: String,
    pub subtask: bool,
    /// 1 for an epic, 0, −1 for a sub-task; Data Center has none.
    pub hierarchy_level: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Parent {
    pub key: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub schema: Option<Schema>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Schema {
    pub custom: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comments {
    pub comments: Vec<Comment>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comment {
    pub id: String,
    pub body: Value,
}
