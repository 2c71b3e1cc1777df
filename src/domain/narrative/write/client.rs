//! The client's report: facts apart from interpretation, cost, caveats, decisions.

use super::{
    NO_MODEL, assessed,
    phrase::{day, dollars, list, name, said, sentence, with_unit},
    story::{Story, artifact, changes, reasons},
};
use crate::domain::{
    assessment::Assessment,
    metric::{Metric, Verdict},
};

const MOST_ROWS: usize = 10;

pub(super) fn write(story: &Story) -> String {
    let parts = [
        context(story),
        format!("## What changed\n\n{}", changed(story)),
        format!("## Delivered\n\n{}", delivered(story)),
        format!("## Cost\n\n{} Fees, people's time and review time were not recorded, so no return is stated.", sentence(&story.cost())),
        format!("## Risks and caveats\n\n{}", caveats(story)),
        format!("## Use of AI\n\n{}", disclosure(story)),
        format!("## Decisions needed\n\n{}", decisions(story)),
        "## Method\n\nEvery figure comes from a record of this goal and was checked against it. Values before and after the work show \
         a difference; that the work caused it is an interpretation."
            .into(),
    ];
    parts.join("\n\n")
}

fn context(story: &Story) -> String {
    let goal = &story.detail.goal;
    let project = goal.project.as_deref().map(|p| format!(" Project: {}.", said(p))).unwrap_or_default();
    let due = goal.due_on.map(|d| format!(" Due on {}.", day(d))).unwrap_or_default();
    format!(
        "# Report: {}\n\n*{NO_MODEL}* Goal {}, started on {}, status: {}.{project}{due}",
        story.title(),
        goal.key,
        day(goal.created_at.date_naive()),
        goal.status.label().to_lowercase(),
    )
}

fn changed(story: &Story) -> String {
    let metrics = story.metrics();
    let outcomes = story.outcomes();
    let qualitative = if outcomes.is_empty() { String::new() } else { format!("\n\nRecorded outcomes: {outcomes}.") };
    let assessed_rows: Vec<String> = story.assessed().take(MOST_ROWS).map(assessed_row).collect();
    if metrics.is_empty() && assessed_rows.is_empty() {
        return format!("No metric was recorded.{qualitative}");
    }
    let rows: Vec<String> = assessed_rows.into_iter().chain(metrics.iter().map(|m| row(m))).take(MOST_ROWS).collect();
    let head = "| Metric | Baseline | Now | Change | Confidence | Source |\n| --- | --- | --- | --- | --- | --- |";
    format!("{}\n\n{head}\n{}{qualitative}", sentence(&story.headline()), rows.join("\n"))
}

fn assessed_row(of: &Assessment) -> String {
    let shown = |value: Option<f64>| value.map_or_else(|| "–".into(), |value| assessed::value(of, value));
    let cells = [name(&of.metric), shown(of.before), shown(of.after), assessed::effect(of), assessed::grade(of)];
    format!("| {} | assessed |", cells.join(" | "))
}

fn row(m: &Metric) -> String {
    let unit = m.unit.as_deref();
    let after = m.after.map_or_else(|| "not recorded".into(), |after| with_unit(after, unit));
    let change = changes(m).unwrap_or_else(|| "–".into());
    let source = match m.source.as_str() {
        "manual" => "entered by hand".into(),
        "agent" => "reported by an agent".into(),
        "import" => "imported".into(),
        other => said(other),
    };
    format!("| {} | {} | {after} | {change} | LOW | {source} |", name(&m.name), with_unit(m.before, unit))
}

fn delivered(story: &Story) -> String {
    let lines: Vec<String> = story.merged.iter().take(MOST_ROWS).map(|a| format!("- {}", artifact(a))).collect();
    let summary = [story.pulls_merged(), story.tasks_done()].map(|part| sentence(&part)).join(" ");
    if lines.is_empty() { summary } else { format!("{summary}\n\n{}", lines.join("\n")) }
}

fn caveats(story: &Story) -> String {
    let mut lines = Vec::new();
    for m in story.metrics().iter().take(MOST_ROWS) {
        if m.verdict == Some(Verdict::Worse) {
            lines.push(format!("- {} moved the wrong way.", name(&m.name)));
        }
    }
    for of in story.assessed().take(MOST_ROWS) {
        lines.push(format!("- Confidence in {} is {}. {}.", name(&of.metric), assessed::grade(of), assessed::because(of)));
    }
    if let Some(m) = story.metrics().first() {
        lines.push(format!("- Confidence in {} is LOW because {}.", name(&m.name), list(&reasons(m, story))));
    }
    lines.extend(story.updates(&["failed", "blocked"]).iter().take(3).map(|u| format!("- Reported as a setback: {}.", said(&u.summary))));
    lines.push("- No later measurement shows whether the change lasts.".into());
    lines.join("\n")
}

fn disclosure(story: &Story) -> String {
    let mut tools: Vec<String> = story.detail.sessions.iter().flat_map(|s| [s.agent.clone(), s.model.clone()]).flatten().collect();
    tools.sort();
    tools.dedup();
    let tools: Vec<String> = tools.iter().take(6).map(|t| name(t)).collect();
    let used = if tools.is_empty() {
        "Which agents and models were used was not recorded.".into()
    } else {
        format!("Agents and models used: {}.", list(&tools))
    };
    let reviews: i64 = story.merged.iter().filter_map(|a| a.details.reviews).fold(0, i64::saturating_add);
    let verified = if reviews > 0 { "People reviewed merged changes." } else { "No review by a person was recorded." };
    format!("{used} {verified} How data was handled was not recorded.")
}

fn decisions(story: &Story) -> String {
    let waiting: Vec<String> = story.open.iter().take(3).map(|a| format!("- Review or merge {}.", artifact(a))).collect();
    let blocked = story.updates(&["blocked"]);
    let blocked = blocked.first().map(|u| format!("- Remove the block: {}.", said(&u.summary)));
    let lines: Vec<String> = waiting.into_iter().chain(blocked).collect();
    let spent = story.detail.spend.unattributed_usd;
    let account =
        (spent.micros() != 0).then(|| format!("- Say what {} that no session accounts for was spent on.", dollars(spent.dollars())));
    let lines: Vec<String> = lines.into_iter().chain(account).collect();
    if lines.is_empty() { "None were recorded.".into() } else { lines.join("\n") }
}
