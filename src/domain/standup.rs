//! The standup: what was done, what is being done, what is next, what needs a person.

use super::{GoalId, goal::Spend};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most lines of one section; the rest is counted.
pub const LINES_MOST: usize = 20;

/// One line of a standup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    pub goal_id: Option<GoalId>,
    /// `G12`
    pub goal_key: Option<String>,
    /// What it was, in the words of the record.
    pub text: String,
    /// The id of the record behind it.
    pub evidence: String,
    /// Where it can be looked at: a pull request, or a page of Maestro.
    pub url: String,
    pub at: DateTime<Utc>,
}

/// A section: its first lines, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    pub lines: Vec<Line>,
    pub more: u32,
}

impl Section {
    /// Keeps what fits and counts the rest.
    pub fn of(mut lines: Vec<Line>) -> Self {
        let more = u32::try_from(lines.len().saturating_sub(LINES_MOST)).unwrap_or(u32::MAX);
        lines.truncate(LINES_MOST);
        Self { lines, more }
    }
}

/// The standup of one day (UTC).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standup {
    pub day: NaiveDate,
    /// Tasks finished, pull requests merged, work reported as done on that day.
    pub done: Section,
    /// Tasks and sessions that run now.
    pub doing: Section,
    /// Tasks that nothing holds up, of goals in progress.
    pub next: Section,
    /// Tasks in review or failed, work reported as blocked on that day, reports without a goal.
    pub needs_decision: Section,
    /// What became known of the day's cost.
    pub spend: Spend,
}

/// How a text is written for its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Markdown,
    Slack,
}

impl Standup {
    /// For documents and chats that read Markdown.
    pub fn markdown(&self) -> String {
        self.text(Style::Markdown)
    }

    /// For Slack, in its own markup.
    pub fn slack(&self) -> String {
        self.text(Style::Slack)
    }

    fn text(&self, style: Style) -> String {
        let mut text = match style {
            Style::Markdown => format!("# Standup, {}\n", self.day),
            Style::Slack => format!("*Standup, {}*\n", self.day),
        };
        let sections = [("Done", &self.done), ("Doing", &self.doing), ("Next", &self.next), ("Needs a decision", &self.needs_decision)];
        for (title, section) in sections {
            text.push_str(&match style {
                Style::Markdown => format!("\n## {title}\n"),
                Style::Slack => format!("\n*{title}*\n"),
            });
            for line in &section.lines {
                text.push_str(&line.text(style));
            }
            if section.more > 0 {
                text.push_str(&format!("- and {} more\n", section.more));
            }
            if section.lines.is_empty() {
                text.push_str("- nothing\n");
            }
        }
        text.push_str(&format!("\n{}\n", self.cost()));
        text
    }

    fn cost(&self) -> String {
        let sessions = if self.spend.sessions == 1 { "1 session".into() } else { format!("{} sessions", self.spend.sessions) };
        let unknown = self.spend.unknown_cost_sessions;
        let rest = if unknown == 0 { String::new() } else { format!("; the cost of {unknown} is unknown") };
        format!("Spent {} across {sessions}{rest}.", self.spend.cost_usd)
    }
}

impl Line {
    fn text(&self, style: Style) -> String {
        let key = self.goal_key.as_ref().map(|key| format!(" ({key})")).unwrap_or_default();
        let words = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let linked = self.url.starts_with("http");
        match style {
            Style::Markdown if linked => format!("- [{}]({}){key}\n", markdown(&words), self.url),
            Style::Markdown => format!("- {}{key}\n", markdown(&words)),
            Style::Slack if linked => format!("• <{}|{}>{key}\n", self.url, slack(&words)),
            Style::Slack => format!("• {}{key}\n", slack(&words)),
        }
    }
}

/// Text of others as it is, whatever Markdown would make of it.
fn markdown(text: &str) -> String {
    text.chars().flat_map(|c| if "\\`*_[]<>#|~!".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}

/// Slack reads three characters as its own.
fn slack(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('|', "¦")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standup() -> Standup {
        let line = |text: &str, url: &str| Line {
            goal_id: None,
            goal_key: Some("G1".into()),
            text: text.into(),
            evidence: "x".into(),
            url: url.into(),
            at: DateTime::default(),
        };
        Standup {
            day: NaiveDate::default(),
            done: Section::of(vec![line("Batch <calls> *now*", "https://example.com/1")]),
            doing: Section::of((0..22).map(|i| line(&format!("task {i}"), "/goals/G1")).collect()),
            next: Section::default(),
            needs_decision: Section::default(),
            spend: Spend { sessions: 1, unknown_cost_sessions: 1, ..Default::default() },
        }
    }

    #[test]
    fn text_of_others_stays_text() {
        assert!(standup().markdown().contains(r"- [Batch \<calls\> \*now\*](https://example.com/1) (G1)"));
        assert!(standup().slack().contains("• <https://example.com/1|Batch &lt;calls&gt; *now*> (G1)"));
    }

    #[test]
    fn what_does_not_fit_is_counted_and_gaps_are_said() {
        let text = standup().markdown();
        assert!(text.contains("- and 2 more") && text.contains("## Next\n- nothing"), "{text}");
        assert!(text.contains("Spent $0.00 across 1 session; the cost of 1 is unknown."), "{text}");
    }
}
