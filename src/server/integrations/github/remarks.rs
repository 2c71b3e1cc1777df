//! What GitHub's checks and reviewers say: from its answers to our words, pure.

use super::{map, wire};
use crate::domain::{
    artifact::Ci,
    feedback::{FailedCheck, ReviewComment},
};
use std::collections::BTreeSet;

/// Check runs that failed, then statuses of older CI.
pub(super) fn checks(runs: Vec<wire::CheckRun>, statuses: Vec<wire::Status>) -> Vec<FailedCheck> {
    let mut seen = BTreeSet::new();
    let runs = runs.into_iter().filter(|run| seen.insert(run.id) && map::check_run(run) == Some(Ci::Fail)).map(run);
    let failed = |status: &wire::Status| matches!(status.state.as_str(), "failure" | "error");
    runs.chain(statuses.into_iter().filter(failed).map(status)).collect()
}

fn run(run: wire::CheckRun) -> FailedCheck {
    let output = run.output.unwrap_or_default();
    let said: Vec<String> =
        [output.title, output.summary, output.text].into_iter().flatten().filter(|text| !text.trim().is_empty()).collect();
    let summary = if said.is_empty() { run.conclusion.map(|word| word.replace('_', " ")) } else { Some(said.join("\n\n")) };
    FailedCheck { name: run.name, summary, url: run.html_url.or(run.details_url) }
}

fn status(status: wire::Status) -> FailedCheck {
    FailedCheck { name: status.context, summary: status.description, url: status.target_url }
}

/// What reviewers wrote about the whole, then about lines. Approvals ask for nothing, and one that was dismissed no more.
pub(super) fn comments(reviews: Vec<wire::Review>, comments: Vec<wire::ReviewComment>) -> Vec<ReviewComment> {
    let asks = |review: &wire::Review| matches!(review.state.as_str(), "CHANGES_REQUESTED" | "COMMENTED");
    let about_all = reviews.into_iter().filter(asks).filter_map(|review| {
        let text = review.body.filter(|body| !body.trim().is_empty())?;
        Some(ReviewComment { author: review.user.map(|user| user.login), text, url: review.html_url, ..ReviewComment::default() })
    });
    let mut seen = BTreeSet::new();
    let about_lines = comments.into_iter().filter(|comment| seen.insert(comment.id)).map(|comment| ReviewComment {
        author: comment.user.map(|user| user.login),
        path: comment.path,
        // None where the line is not there any more.
        line: comment.line.or(comment.original_line),
        text: comment.body,
        url: comment.html_url,
    });
    about_all.chain(about_lines).collect()
}
