//! Rows of the original as records of Maestro, before they are written.

use super::{
    field::{Fields, Oddity},
    read::{Content, Row},
};
use crate::domain::{
    Usd,
    artifact::{ArtifactType, Ci},
    goal::GoalStatus,
    narrative::Tone,
    reference::Reference,
    text::URL_MOST,
};
use chrono::{DateTime, Utc};

/// A goal.
#[derive(Debug)]
pub struct Goal {
    pub old_id: String,
    pub title: String,
    pub description: Option<String>,
    pub status: GoalStatus,
    pub archived: bool,
    pub tags: Vec<String>,
    pub jira_url: Option<String>,
    pub outcomes: Vec<String>,
    pub outcome_notes: Option<String>,
    pub narrative: Option<(Tone, String)>,
    pub spend: Usd,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What belongs to the goal with that old id.
#[derive(Debug)]
pub struct Part<T> {
    pub old_id: String,
    pub old_goal: String,
    /// SQLite's number of the row, for what turns out to be an orphan.
    pub row: i64,
    pub created_at: DateTime<Utc>,
    pub what: T,
}

#[derive(Debug)]
pub struct Update {
    pub by_agent: bool,
    pub agent_name: Option<String>,
    pub summary: String,
    pub details: Option<String>,
}

#[derive(Debug)]
pub struct Artifact {
    pub kind: ArtifactType,
    pub reference: Option<Reference>,
    pub url: Option<String>,
    pub title: String,
    pub files_changed: Option<i64>,
    pub lines_added: Option<i64>,
    pub lines_removed: Option<i64>,
    pub merged_at: Option<DateTime<Utc>>,
    pub ci: Option<Ci>,
}

#[derive(Debug)]
pub struct Metric {
    pub name: String,
    pub before: f64,
    pub after: Option<f64>,
    pub unit: Option<String>,
    pub source: String,
    pub measured_at: Option<DateTime<Utc>>,
}

/// Goals, oldest first, so that their keys follow their age.
pub fn goals(content: &Content, oddities: &mut Vec<Oddity>, now: DateTime<Utc>) -> Vec<Goal> {
    let mut goals: Vec<Goal> = rows(content, "goals").map(|row| goal(Fields { table: "goals", row, oddities }, now)).collect();
    goals.sort_by_key(|goal| goal.created_at);
    goals
}

/// The work log.
pub fn updates(content: &Content, oddities: &mut Vec<Oddity>, now: DateTime<Utc>) -> Vec<Part<Update>> {
    parts(content, "updates", oddities, now, |f| {
        let source = f.label("source").unwrap_or_default();
        if !matches!(source.as_str(), "manual" | "agent") {
            f.odd(format!("source is `{source}`: taken as manual"));
        }
        let summary = f.text("summary").unwrap_or_else(|| {
            f.odd("has no summary");
            "(no summary)".into()
        });
        Some(Update { by_agent: source == "agent", agent_name: f.label("agent_name"), summary, details: f.text("details") })
    })
}

/// Pull requests, commits, files and links.
pub fn artifacts(content: &Content, oddities: &mut Vec<Oddity>, now: DateTime<Utc>) -> Vec<Part<Artifact>> {
    parts(content, "artifacts", oddities, now, |f| Some(artifact(f)))
}

/// Before/after pairs.
pub fn metrics(content: &Content, oddities: &mut Vec<Oddity>, now: DateTime<Utc>) -> Vec<Part<Metric>> {
    parts(content, "metrics", oddities, now, |f| {
        let Some(before) = f.number("before_val") else {
            f.odd("has no value before: not imported");
            return None;
        };
        Some(Metric {
            name: f.title("name", "Unnamed metric"),
            before,
            after: f.number("after_val"),
            unit: f.label("unit"),
            source: f.label("source").unwrap_or_else(|| "manual".into()),
            measured_at: f.time("measured_at"),
        })
    })
}

fn rows<'a>(content: &'a Content, table: &str) -> impl Iterator<Item = &'a Row> {
    content.rows.get(table).into_iter().flatten()
}

fn parts<T>(
    content: &Content,
    table: &'static str,
    oddities: &mut Vec<Oddity>,
    now: DateTime<Utc>,
    what: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Vec<Part<T>> {
    let part = |row: &Row| {
        let mut f = Fields { table, row, oddities: &mut *oddities };
        let (old_id, old_goal) = (f.id(), f.row.texts.get("goal_id").map(|id| id.trim().to_owned()).unwrap_or_default());
        let what = what(&mut f)?;
        Some(Part { old_id, old_goal, row: row.number, created_at: created(&mut f, now), what })
    };
    rows(content, table).filter_map(part).collect()
}

fn goal(mut f: Fields<'_>, now: DateTime<Utc>) -> Goal {
    let old_id = f.id();
    let created_at = created(&mut f, now);
    let archived = f.row.texts.get("status").is_some_and(|status| status.trim() == "archived");
    let mut description = f.text("description");
    let jira_url = f.text("jira_url").and_then(|url| {
        let url = url.trim().to_owned();
        if is_web(&url) {
            return Some(url);
        }
        f.odd("jira_url is not a web address: kept in the description");
        description = Some(format!("{}\n\nJira: {url}", description.take().unwrap_or_default()).trim_start().to_owned());
        None
    });
    Goal {
        title: f.title("title", "Untitled goal"),
        status: status(&mut f, archived),
        archived,
        tags: f.labels("tags"),
        jira_url,
        description,
        outcomes: f.labels("outcome_tags"),
        outcome_notes: f.text("outcome_notes"),
        narrative: f.text("narrative").map(|text| (tone(&mut f), text)),
        spend: spend(&mut f),
        updated_at: f.time("updated_at").unwrap_or(created_at).max(created_at),
        old_id,
        created_at,
    }
}

/// What an archived goal was before nobody knows: it had one field for both.
fn status(f: &mut Fields<'_>, archived: bool) -> GoalStatus {
    let word = f.row.texts.get("status").map(|word| word.trim().to_owned()).unwrap_or_default();
    if archived {
        return GoalStatus::Planning;
    }
    GoalStatus::parse(&word).unwrap_or_else(|| {
        f.odd(format!("status is `{word}`: taken as planning"));
        GoalStatus::Planning
    })
}

fn tone(f: &mut Fields<'_>) -> Tone {
    let word = f.label("narrative_tone").unwrap_or_default();
    Tone::parse(&word).unwrap_or_else(|| {
        f.odd(format!("narrative_tone is `{word}`: taken as review"));
        Tone::Review
    })
}

fn spend(f: &mut Fields<'_>) -> Usd {
    let dollars = f.number("total_spend").unwrap_or_default();
    Usd::from_dollars(dollars).filter(|usd| usd.micros() >= 0).unwrap_or_else(|| {
        f.odd(format!("total_spend is {dollars}: left out"));
        Usd::ZERO
    })
}

fn artifact(f: &mut Fields<'_>) -> Artifact {
    let word = f.label("type").unwrap_or_default();
    let url = f.text("url").map(|url| url.trim().to_owned());
    let reference = url.as_deref().and_then(Reference::parse);
    let kind = reference.as_ref().map(|r| r.kind).or_else(|| ArtifactType::parse(&word)).unwrap_or_else(|| {
        f.odd(format!("type is `{word}`: taken as a link"));
        ArtifactType::Link
    });
    let named = reference.as_ref().map(Reference::short).or_else(|| url.clone()).unwrap_or_else(|| "Untitled".into());
    let title = f.title("title", &named);
    let ci = f.label("ci_status").and_then(|word| {
        let ci = Ci::parse(&word);
        if ci.is_none() {
            f.odd(format!("ci_status is `{word}`: left out"));
        }
        ci
    });
    let url = reference.as_ref().map(Reference::canonical_url).or_else(|| address(f, kind, url?));
    Artifact {
        kind,
        reference,
        url,
        title,
        files_changed: f.count("files_changed"),
        lines_added: f.count("lines_added"),
        lines_removed: f.count("lines_removed"),
        merged_at: f.time("merged_at"),
        ci,
    }
}

fn address(f: &mut Fields<'_>, kind: ArtifactType, url: String) -> Option<String> {
    let path = kind == ArtifactType::File && !url.contains(':');
    if (is_web(&url) || path) && url.chars().count() <= URL_MOST {
        return Some(url);
    }
    f.odd("url is not a web address: left out");
    None
}

fn created(f: &mut Fields<'_>, now: DateTime<Utc>) -> DateTime<Utc> {
    f.time("created_at").unwrap_or_else(|| {
        f.odd("has no time of creation: taken as created now");
        now
    })
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace) && url.chars().count() <= URL_MOST
}
