//! An issue as Maestro reads it, whichever Jira it comes from.

use super::super::{
    goal::GoalStatus,
    text::{LABEL_MOST, TAGS_MOST, TITLE_MOST},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an issue stands among its kind; the names of types are in the language of each site and say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JiraLevel)]
pub enum Level {
    /// An epic, or what stands above it.
    Epic,
    /// A story, a task, a bug.
    #[default]
    Standard,
    SubTask,
}

/// How far an issue is, by its category and not by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JiraState)]
pub enum State {
    #[default]
    New,
    InProgress,
    Done,
}

impl State {
    /// Where a goal stands that is so far. What is done in Jira is delivered, and not proven yet.
    pub fn goal_status(self) -> GoalStatus {
        match self {
            Self::New => GoalStatus::Planning,
            Self::InProgress => GoalStatus::InProgress,
            Self::Done => GoalStatus::Measuring,
        }
    }
}

/// An issue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Jira's own number for it, which stays when it is moved.
    pub id: String,
    /// `ABC-12`
    pub key: String,
    /// On one line.
    pub title: String,
    /// Its description as plain text.
    pub text: String,
    /// The name of its type, in the language of the site.
    pub kind: String,
    pub level: Level,
    pub state: State,
    /// The name of its status, in the language of the site.
    pub status: String,
    /// The key of the issue that it is a part of.
    pub parent: Option<String>,
    pub labels: Vec<String>,
    pub due_on: Option<NaiveDate>,
}

impl Issue {
    /// Its labels, as many and as long as a goal may have.
    pub fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for label in &self.labels {
            let label: String = one_line(label).chars().take(LABEL_MOST).collect();
            if !label.is_empty() && !tags.contains(&label) && tags.len() < TAGS_MOST {
                tags.push(label);
            }
        }
        tags
    }
}

/// The title of a goal that was an issue: on one line, at most as long as goals may be called.
pub fn goal_title(summary: &str, key: &str) -> String {
    let line = one_line(summary);
    if line.is_empty() {
        return key.to_owned();
    }
    if line.chars().count() <= TITLE_MOST {
        return line;
    }
    let mut cut: String = line.chars().take(TITLE_MOST - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_in_jira_is_delivered_and_not_proven() {
        assert_eq!(
            [State::New, State::InProgress, State::Done].map(State::goal_status),
            [GoalStatus::Planning, GoalStatus::InProgress, GoalStatus::Measuring]
        );
    }

    #[test]
    fn a_summary_becomes_a_title_that_fits() {
        assert_eq!(goal_title(" a\tb\u{0}\n c ", "A-1"), "a b c");
        assert_eq!(goal_title(" \u{0} ", "A-1"), "A-1");
        let long = goal_title(&"é".repeat(255), "A-1");
        assert_eq!((long.chars().count(), long.ends_with('…')), (TITLE_MOST, true));
    }

    #[test]
    fn labels_become_tags_within_bounds() {
        let issue = Issue { labels: vec!["a".into(), "a".into(), " ".into(), "x".repeat(300)], ..Issue::default() };
        assert_eq!(issue.tags(), ["a".to_owned(), "x".repeat(LABEL_MOST)]);
    }
}
