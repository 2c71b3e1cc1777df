//! The performance review: Action → Result → Evidence, with what is missing said.

use super::{
    NO_MODEL, assessed,
    phrase::{day, list, name, said, sentence},
    story::{Story, artifact, changes, measured, reasons, result},
};
use crate::domain::{
    assessment::Assessment,
    metric::{Metric, Verdict},
    stats::Grade,
    task::TaskStatus,
};

/// Entries beyond these are an activity list, not a review.
const MOST_ENTRIES: usize = 5;

pub(super) fn write(story: &Story) -> String {
    let mut parts = vec![head(story), format!("**{}**", sentence(&story.headline())), "## Impact".into()];
    let metrics = story.metrics();
    parts.extend(story.assessed().take(MOST_ENTRIES).map(|of| assessed_entry(story, of)));
    if metrics.is_empty() && story.assessed().next().is_none() {
        parts.push(without_metric(story));
    }
    parts.extend(metrics.iter().take(MOST_ENTRIES).map(|m| entry(story, m)));
    parts.push(format!("## What did not work\n\n{}", setbacks(story)));
    parts.push(format!("## My part and the agents' part\n\n{}", contribution(story)));
    parts.push(method());
    parts.join("\n\n")
}

fn head(story: &Story) -> String {
    let goal = &story.detail.goal;
    let mut scope = format!("Goal {}, status: {}.", goal.key, goal.status.label().to_lowercase());
    if let Some(project) = &goal.project {
        scope = format!("{scope} Project: {}.", said(project));
    }
    let (from, to) = (goal.created_at.date_naive(), goal.updated_at.date_naive());
    let period = if from == to { day(from) } else { format!("{} to {}", day(from), day(to)) };
    let hypothesis = goal.hypothesis.as_deref().map(|h| {
        let when = goal.hypothesis_at.map(|at| format!(" on {}", day(at.date_naive()))).unwrap_or_default();
        format!("\n\nHypothesis written{when}: {}.", said(h))
    });
    format!("# Performance review: {}\n\n*{NO_MODEL}* Period: {period}. {scope}{}", story.title(), hypothesis.unwrap_or_default())
}

fn entry(story: &Story, m: &Metric) -> String {
    let mut lines = vec![format!("### {}\n", name(&m.name))];
    lines.push(format!("- **Action:** {}", action(story)));
    lines.push(format!("- **Result:** {} {}", sentence(&result(m)), sentence(&measured(m))));
    lines.push(format!("- **Evidence:** {}.", story.evidence(4)));
    lines.push(format!("- **Confidence: LOW.** Capped because {}.", list(&reasons(m, story))));
    lines.push(format!("- **Cost:** {}", sentence(&story.cost())));
    lines.push("- **Durability:** no later measurement was recorded *(evidence needed)*.".into());
    lines.join("\n")
}

fn assessed_entry(story: &Story, of: &Assessment) -> String {
    let lines = [
        format!("### {}\n", name(&of.metric)),
        format!("- **Action:** {}", action(story)),
        format!("- **Result:** {} {}", sentence(&assessed::result(of)), sentence(&assessed::measured(of))),
        format!("- **Evidence:** {}.", story.evidence(4)),
        format!("- **Confidence: {}.** {}.", assessed::grade(of), assessed::because(of)),
        format!("- **Cost:** {}", sentence(&story.cost())),
        "- **Durability:** no later measurement was recorded *(evidence needed)*.".into(),
    ];
    lines.join("\n")
}

fn without_metric(story: &Story) -> String {
    let mut lines = vec![format!("- **Action:** {}", action(story))];
    let outcomes = story.outcomes();
    lines.push(if outcomes.is_empty() {
        "- **Result:** No metric was recorded. No outcome was recorded *(evidence needed)*.".into()
    } else {
        format!("- **Result:** No metric was recorded. Recorded outcomes: {outcomes}.")
    });
    if let Some(notes) = &story.detail.outcome_notes {
        lines.push(format!("- **Notes on the outcome:** {}.", said(notes)));
    }
    lines.push(format!("- **Evidence:** {}.", story.evidence(4)));
    lines.push("- **Confidence: LOW.** Capped because nothing was measured.".into());
    lines.push(format!("- **Cost:** {}", sentence(&story.cost())));
    lines.join("\n")
}

fn action(story: &Story) -> String {
    let done = [story.pulls_merged(), story.tasks_done()].map(|part| sentence(&part)).join(" ");
    match story.merged.first() {
        Some(pull) => format!("{done} Latest of them: {}.", artifact(pull)),
        None => match story.detail.updates.first() {
            Some(update) => format!("{done} Last reported: {}.", said(&update.summary)),
            None => format!("{done} No update was recorded."),
        },
    }
}

fn setbacks(story: &Story) -> String {
    let mut lines = Vec::new();
    for m in story.metrics().iter().filter(|m| matches!(m.verdict, Some(Verdict::Worse | Verdict::Unchanged))).take(MOST_ENTRIES) {
        let how = if m.verdict == Some(Verdict::Worse) { "moved the wrong way" } else { "did not move" };
        let by = changes(m).filter(|_| m.verdict == Some(Verdict::Worse)).map(|c| format!(": {c}")).unwrap_or_default();
        lines.push(format!("- {} {how}{by}.", name(&m.name)));
    }
    for of in story.assessed().filter(|of| of.improved == Some(false) && of.grade > Grade::None).take(MOST_ENTRIES) {
        lines.push(format!("- {} moved the wrong way: {}.", name(&of.metric), assessed::effect(of)));
    }
    for of in story.assessed().filter(|of| of.grade == Grade::None && of.effect.is_some()).take(MOST_ENTRIES) {
        lines.push(format!("- {} did not change beyond its normal variation.", name(&of.metric)));
    }
    lines.extend(
        story.updates(&["failed", "blocked"]).iter().take(MOST_ENTRIES).map(|u| format!("- Reported as a setback: {}.", said(&u.summary))),
    );
    lines.extend(story.tasks(TaskStatus::Failed).iter().take(MOST_ENTRIES).map(|t| format!("- {} failed: {}.", t.key, said(&t.title))));
    if lines.is_empty() {
        return "No failure was recorded. That is not proof that there was none.".into();
    }
    lines.join("\n")
}

fn contribution(story: &Story) -> String {
    let mut agents: Vec<String> =
        story.detail.updates.iter().filter(|u| u.source == "agent").filter_map(|u| u.agent_name.clone()).collect();
    agents.extend(story.detail.sessions.iter().filter_map(|s| s.agent.clone()));
    agents.sort();
    agents.dedup();
    let agents: Vec<String> = agents.iter().take(MOST_ENTRIES).map(|a| name(a)).collect();
    let who = if agents.is_empty() { "No agent was recorded.".into() } else { format!("Agents at work: {}.", list(&agents)) };
    format!("{who} What I decided, constrained, rejected and verified was not recorded *(evidence needed)*.")
}

fn method() -> String {
    "## Method\n\nEvery figure comes from a record of this goal and was checked against it. \
     Values before and after the work show a difference, not its cause."
        .into()
}
