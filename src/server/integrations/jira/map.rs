//! What Jira says, in our own words: pure.

use super::{adf, wire};
use crate::domain::jira::{Issue, Level, State, goal_title};
use chrono::{DateTime, Utc};

/// The fields of a Data Center by which issues hang together with their epic, under whatever id the site has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpicFields {
    /// Holds the key of the epic.
    pub link: Option<String>,
    /// Only an epic has one.
    pub name: Option<String>,
}

/// Finds the epic fields by what they are: names are translated.
pub fn epic_fields(all: &[wire::Field]) -> EpicFields {
    let by_type = |kind: &str| {
        let is = |field: &&wire::Field| field.schema.as_ref().and_then(|s| s.custom.as_deref()) == Some(kind);
        all.iter().find(is).map(|field| field.id.clone())
    };
    let by_name = |name: &str| all.iter().find(|field| field.name == name && field.id.starts_with("customfield_")).map(|f| f.id.clone());
    EpicFields {
        link: by_type("com.pyxis.greenhopper.jira:gh-epic-link").or_else(|| by_name("Epic Link")),
        name: by_type("com.pyxis.greenhopper.jira:gh-epic-label").or_else(|| by_name("Epic Name")),
    }
}

/// An issue, with its parent by whichever of the ways its Jira has.
pub fn issue(issue: wire::Issue, epics: &EpicFields) -> Issue {
    let wire::Issue { id, key, fields } = issue;
    let level = level(&fields, epics);
    let text = adf::text(&fields.description);
    let link = epics.link.as_ref().and_then(|id| fields.custom.get(id)?.as_str());
    let parent = fields.parent.as_ref().map(|parent| parent.key.as_str()).or(link);
    Issue {
        // Where the id was not told, the key stands for it.
        id: if id.is_empty() { key.clone() } else { id },
        title: goal_title(fields.summary.as_deref().unwrap_or_default(), &key),
        text,
        kind: fields.issuetype.as_ref().map(|kind| kind.name.clone()).unwrap_or_default(),
        level,
        state: state(&fields),
        status: fields.status.as_ref().map(|status| status.name.clone()).unwrap_or_default(),
        parent: parent.map(str::to_owned).filter(|parent| !parent.is_empty() && *parent != key),
        labels: fields.labels.unwrap_or_default(),
        due_on: fields.duedate.as_deref().and_then(|day| day.get(..10)?.parse().ok()),
        key,
    }
}

fn level(fields: &wire::Fields, epics: &EpicFields) -> Level {
    let kind = fields.issuetype.as_ref();
    match kind.and_then(|kind| kind.hierarchy_level) {
        Some(1..) => Level::Epic,
        Some(0) => Level::Standard,
        Some(_) => Level::SubTask,
        None if kind.is_some_and(|kind| kind.subtask) => Level::SubTask,
        None if epics.name.as_ref().and_then(|id| fields.custom.get(id)).is_some_and(|name| !name.is_null()) => Level::Epic,
        None => Level::Standard,
    }
}

/// The day of the resolution says it first: a status may be in a category that somebody chose badly.
fn state(fields: &wire::Fields) -> State {
    if fields.resolutiondate.as_deref().and_then(time).is_some() {
        return State::Done;
    }
    match fields.status.as_ref().and_then(|status| status.status_category.as_ref()).map(|category| category.key.as_str()) {
        Some("done") => State::Done,
        Some("indeterminate") => State::InProgress,
        _ => State::New,
    }
}

/// `2020-06-12T08:13:13.360+0800`: the offset has no colon, which is not RFC 3339.
pub fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let odd = || DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z").ok();
    DateTime::parse_from_rfc3339(text).ok().or_else(odd).map(|at| at.to_utc())
}
