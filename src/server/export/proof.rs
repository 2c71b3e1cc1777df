//! The facts of a goal in words: what changed, what came out, what it cost, and what is missing.

use super::text::{code, inline, link};
use crate::domain::{
    artifact::{Artifact, Ci, Details, PullState},
    goal::{GoalDetail, Spend},
    metric::{Metric, Verdict},
    outcome,
};
use chrono::{DateTime, Utc};

/// A before/after pair in one sentence.
pub fn metric(m: &Metric) -> String {
    let unit = m.unit.as_deref().map(|u| format!(" {}", inline(u))).unwrap_or_default();
    let name = inline(&m.name);
    let Some(after) = m.after else {
        return format!("**{name}**: {}{unit} before; not measured after the work yet. {}", figure(m.before), origin(m));
    };
    let change = change(m);
    let verdict = match m.verdict {
        Some(Verdict::Better) => "better",
        Some(Verdict::Worse) => "**worse**",
        Some(Verdict::Unchanged) => "unchanged",
        None => "no direction was set, so neither better nor worse",
    };
    format!("**{name}**: {} → {}{unit} ({change}): {verdict}. {}", figure(m.before), figure(after), origin(m))
}

fn change(m: &Metric) -> String {
    let delta = signed(m.delta.unwrap_or_default());
    match m.delta_percent {
        Some(percent) => format!("{delta}, {} %", signed((percent * 10.0).round() / 10.0)),
        None => format!("{delta}; no percentage, as it was 0 before"),
    }
}

fn origin(m: &Metric) -> String {
    let source = match m.source.as_str() {
        "manual" => "Entered by hand".into(),
        "agent" => "Reported by an agent".into(),
        "import" => "Imported; it was entered by hand there".into(),
        other => format!("Source: {}", inline(other)),
    };
    let on = m.measured_at.map_or_else(|| format!("recorded {}", day(m.created_at)), |at| format!("measured {}", day(at)));
    let note = m.note.as_deref().map(|n| format!(" Note: {}", inline(n))).unwrap_or_default();
    format!("{source}, {on}.{note}")
}

/// The outcomes by their names.
pub fn outcomes(goal: &GoalDetail) -> String {
    goal.outcomes.iter().map(|o| inline(outcome::label(o))).collect::<Vec<_>>().join(", ")
}

/// An artifact in one line: where it stands, its size, its CI, why it is here.
pub fn artifact(a: &Artifact) -> String {
    let name = match (&a.repo, a.number) {
        (Some(repo), Some(number)) => format!("{repo}#{number} {}", a.title),
        (Some(repo), None) if a.kind == crate::domain::artifact::ArtifactType::Commit => format!("{repo} {}", a.title),
        _ => a.title.clone(),
    };
    let mut facts = Vec::new();
    if a.kind.is_pull() {
        facts.push(pull_state(a));
    }
    if let Some(sha) = &a.sha {
        facts.push(format!("commit {}", code(sha.get(..10).unwrap_or(sha))));
    }
    facts.extend(size(&a.details));
    facts.extend(a.details.ci.and_then(ci));
    facts.extend(a.details.tests_added.filter(|n| *n > 0).map(|n| counted(n, "test file added", "test files added")));
    facts.extend(a.details.reviews.map(|n| counted(n, "review by another person", "reviews by other people")));
    facts.extend(a.link_reason.as_deref().map(inline));
    facts.extend(a.fetch_error.as_deref().map(|e| format!("the code host could not be asked: {}", inline(e))));
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join("; ")) };
    format!("{}{facts}", link(&name, a.url.as_deref()))
}

fn pull_state(a: &Artifact) -> String {
    match (a.details.state, a.details.merged_at) {
        (Some(PullState::Merged), Some(at)) => format!("merged {}", day(at)),
        (Some(state), _) => state.as_str().into(),
        (None, _) => "state unknown".into(),
    }
}

fn size(d: &Details) -> Option<String> {
    let (added, removed) = (d.lines_added?, d.lines_removed?);
    let files = d.files_changed.map(|n| format!(" in {}", counted(n, "file", "files"))).unwrap_or_default();
    Some(format!("+{added} −{removed} lines{files}"))
}

fn ci(ci: Ci) -> Option<String> {
    let said = match ci {
        Ci::Pass => "CI passed",
        Ci::Fail => "CI **failed**",
        Ci::Pending => "CI not finished",
        Ci::None => return None,
    };
    Some(said.into())
}

/// What it cost, and what of that nobody knows.
pub fn spend(s: &Spend) -> String {
    if s.sessions == 0 && s.cost_usd.micros() == 0 {
        return "No sessions are recorded, so no cost is known.".into();
    }
    let sessions = counted(i64::from(s.sessions), "session", "sessions");
    let mut said = if s.unknown_cost_sessions == s.sessions && s.cost_usd.micros() == 0 {
        format!("Cost unknown for {}.", if s.sessions == 1 { "the one session".into() } else { format!("all {sessions}") })
    } else if s.unknown_cost_sessions > 0 {
        let unknown = counted(i64::from(s.unknown_cost_sessions), "session, which is", "sessions, which are");
        format!("{} in {sessions}; cost unknown for {unknown} not in the sum.", s.cost_usd)
    } else {
        format!("{} in {sessions}.", s.cost_usd)
    };
    if s.unattributed_usd.micros() != 0 {
        said.push_str(&format!(" Of it, {} was imported as a total; no session accounts for it.", s.unattributed_usd));
    }
    said
}

/// `1 file`, `3 files`.
pub fn counted(n: i64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The day of a time, in UTC.
pub fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// A figure as a person would write it.
pub fn figure(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) { format!("{value:e}") } else { value.to_string() }.replace('-', "−")
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", figure(value)) } else { figure(value) }
}
