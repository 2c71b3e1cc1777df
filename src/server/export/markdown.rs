//! A portfolio as Markdown, piece by piece, so that a large one can be written as it is read.

use super::{
    assessed,
    proof::{self, counted, day},
    text::{code, inline, link, nested, quoted},
};
use crate::domain::{
    artifact::Artifact,
    goal::GoalDetail,
    narrative::{Narrative, written_by},
    portfolio::{ExportGoal, PortfolioFilter, Totals},
};
use chrono::{DateTime, NaiveDate, Utc};
use std::fmt::Write;

/// The most entries of the work log that a goal shows.
const UPDATES_SHOWN: usize = 20;

/// The beginning: what this is, what it was narrowed to, and the sums.
pub fn head(totals: &Totals, filter: &PortfolioFilter, generated_at: DateTime<Utc>) -> String {
    let mut out = format!("# Portfolio\n\nGenerated {} by Maestro.{}\n\n", day(generated_at), narrowed(filter));
    let goals = counted(totals.goals.into(), "goal", "goals");
    let sessions = counted(totals.sessions.into(), "session", "sessions");
    let pulls = counted(totals.merged_pulls.into(), "merged pull request", "merged pull requests");
    line(&mut out, &format!("**{goals}**, {} proven · {} in {sessions} · {pulls}", totals.proven, totals.spend_usd));
    if totals.unknown_cost_sessions > 0 {
        let unknown = counted(totals.unknown_cost_sessions.into(), "session, which is", "sessions, which are");
        line(&mut out, &format!("Cost unknown for {unknown} not in the sum."));
    }
    if let Some(grades) = assessed::grades(&totals.grades) {
        line(&mut out, &grades);
    }
    if totals.goals == 0 {
        line(&mut out, "No goal matches.");
    }
    out
}

/// The heading of a month, given as `2026-11`.
pub fn month(month: &str) -> String {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    format!("## {}\n\n", first.map_or_else(|_| inline(month), |day| day.format("%B %Y").to_string()))
}

/// One goal with its proof; its heading has `level` hashes.
pub fn goal(goal: &ExportGoal, level: u8) -> String {
    let detail = &goal.detail;
    let mut out = format!("{} {} · {}\n\n", hashes(level), detail.goal.key, inline(&detail.goal.title));
    about(&mut out, detail, level);
    effect(&mut out, detail, level + 1);
    evidence(&mut out, &detail.artifacts, level + 1);
    cost(&mut out, detail, level + 1);
    narratives(&mut out, &goal.narratives_checked, level + 1);
    work(&mut out, detail, level + 1);
    out
}

fn narrowed(filter: &PortfolioFilter) -> String {
    let day = |at: &Option<NaiveDate>| at.map(|d| d.to_string());
    let given = [
        ("words", filter.q.clone()),
        ("active from", day(&filter.from)),
        ("active until", day(&filter.to)),
        ("tag", filter.tag.clone()),
        ("project", filter.project.clone()),
        ("goal", filter.goal.clone()),
        ("team", filter.team.clone()),
        ("status", filter.status.clone()),
    ];
    let given: Vec<String> = given.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", code(&value?)))).collect();
    if given.is_empty() { String::new() } else { format!(" Narrowed to: {}.", given.join(", ")) }
}

fn about(out: &mut String, detail: &GoalDetail, level: u8) {
    let goal = &detail.goal;
    let mut facts = vec![format!("**{}**", goal.status.label())];
    facts.extend(goal.archived_at.map(|_| "in the archive".into()));
    facts.extend(goal.project.as_deref().map(|p| format!("project {}", inline(p))));
    if !goal.tags.is_empty() {
        facts.push(goal.tags.iter().map(|t| inline(t)).collect::<Vec<_>>().join(", "));
    }
    facts.push(format!("since {}, last activity {}", day(goal.created_at), day(goal.updated_at)));
    facts.extend(goal.jira_url.as_deref().map(|url| link("Jira", Some(url))));
    line(out, &facts.join(" · "));
    if let Some(text) = &goal.description {
        line(out, &quoted(text, level + 1));
    }
    if let Some(text) = &goal.hypothesis {
        let written = goal.hypothesis_at.map(|at| format!(", written {}", day(at))).unwrap_or_default();
        line(out, &format!("Hypothesis{written}:\n\n{}", quoted(text, level + 1)));
    }
}

fn effect(out: &mut String, detail: &GoalDetail, level: u8) {
    line(out, &format!("{} What changed", hashes(level)));
    if detail.metrics.is_empty() && detail.assessments.is_empty() {
        line(out, "No before/after figures are recorded.");
    } else {
        list(out, detail.assessments.iter().map(assessed::assessment).chain(detail.metrics.iter().map(proof::metric)));
    }
    if detail.outcomes.is_empty() {
        line(out, "No qualitative outcomes are recorded.");
    } else {
        line(out, &format!("Outcomes: {}.", proof::outcomes(detail)));
    }
    if let Some(notes) = &detail.outcome_notes {
        line(out, &quoted(notes, level + 1));
    }
}

fn evidence(out: &mut String, artifacts: &[Artifact], level: u8) {
    line(out, &format!("{} Evidence", hashes(level)));
    if artifacts.is_empty() {
        line(out, "No pull requests, commits, files or links are recorded.");
        return;
    }
    let (pulls, others): (Vec<_>, Vec<_>) = artifacts.iter().partition(|a| a.kind.is_pull());
    if pulls.is_empty() {
        line(out, "No pull requests are recorded.");
    }
    list(out, pulls.into_iter().chain(others).map(proof::artifact));
}

fn cost(out: &mut String, detail: &GoalDetail, level: u8) {
    line(out, &format!("{} Cost", hashes(level)));
    line(out, &proof::spend(&detail.spend));
}

fn narratives(out: &mut String, narratives: &[Narrative], level: u8) {
    for n in narratives {
        line(out, &format!("{} Narrative: {}", hashes(level), n.tone.label()));
        let by = inline(&written_by(&n.engine));
        let edited = if n.edited { ", edited by a person" } else { "" };
        let checked = match n.unverified {
            0 => "every figure is in the records".into(),
            1 => "**1 figure is not in the records**; it is marked".into(),
            n => format!("**{n} figures are not in the records**; they are marked"),
        };
        line(out, &format!("{by}{edited}, {}; {checked}.", day(n.updated_at)));
        if let Some(notice) = &n.notice {
            line(out, &format!("Note: {}.", inline(notice.trim_end_matches('.'))));
        }
        line(out, &nested(&n.markdown, level + 1));
    }
}

fn work(out: &mut String, detail: &GoalDetail, level: u8) {
    line(out, &format!("{} Work", hashes(level)));
    line(out, &format!("Tasks: {}.", detail.progress.basis));
    if detail.updates.is_empty() {
        line(out, "The work log is empty.");
        return;
    }
    let entries = detail.updates.iter().take(UPDATES_SHOWN).map(|u| {
        let by = u.agent_name.as_deref().map(|name| format!(" ({})", inline(name))).unwrap_or_default();
        let outcome = u.outcome.as_deref().map(|o| format!(" [{}]", inline(o))).unwrap_or_default();
        format!("{}{by}: {}{outcome}", day(u.created_at), inline(&u.summary))
    });
    list(out, entries);
    if let Some(left @ 1..) = detail.updates.len().checked_sub(UPDATES_SHOWN) {
        line(out, &format!("{left} earlier entries are in the JSON export."));
    }
}

fn hashes(level: u8) -> String {
    "#".repeat(usize::from(level.clamp(1, 6)))
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

fn list(out: &mut String, items: impl Iterator<Item = String>) {
    for item in items {
        // Writing to a string cannot fail.
        let _written = writeln!(out, "- {item}");
    }
    out.push('\n');
}
