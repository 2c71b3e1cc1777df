//! The proof of a goal as a short comment for the tracker that it came from.

use super::{
    assessed, proof,
    text::{inline, link},
};
use crate::domain::{
    goal::GoalDetail,
    narrative::{Tone, write},
};

/// The most metrics and the most links; a comment is no report.
const EACH_MOST: usize = 10;

/// The words by which the comment is found again, whatever the tracker makes of its marks.
pub fn signature(goal_key: &str) -> String {
    format!("The proof of {goal_key} from Maestro")
}

/// The outcome in a sentence, what was assessed, before and after, links, cost; as Markdown. `url` is where the goal is seen.
pub fn comment(detail: &GoalDetail, url: Option<&str>) -> String {
    let assessed = detail.assessments.iter().take(EACH_MOST).map(assessed::assessment);
    let mut lines: Vec<String> = assessed.chain(detail.metrics.iter().take(EACH_MOST).map(proof::metric)).collect();
    if lines.is_empty() {
        lines.push("No before/after figures are recorded.".into());
    }
    if !detail.outcomes.is_empty() {
        lines.push(format!("Outcomes: {}", proof::outcomes(detail)));
    }
    lines.extend(detail.artifacts.iter().filter(|a| a.url.is_some()).take(EACH_MOST).map(proof::artifact));
    lines.push(format!("Cost: {}", proof::spend(&detail.spend)));
    let list: String = lines.iter().map(|line| format!("- {line}\n")).collect();
    let title = inline(&detail.goal.title);
    let from = match url {
        Some(url) => format!("{}: {}", signature(&detail.goal.key), link(&detail.goal.title, Some(url))),
        None => format!("{}: {title}", signature(&detail.goal.key)),
    };
    format!("{}\n\n{list}\n{from}. {}\n", outcome(detail), write::NO_MODEL)
}

/// The sentence that the built-in writer begins its shortest text with.
fn outcome(detail: &GoalDetail) -> String {
    let text = write::write(detail, Tone::Slack);
    text.split("\n\n").next().unwrap_or_default().to_owned()
}
