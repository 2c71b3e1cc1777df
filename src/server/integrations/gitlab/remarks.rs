//! What GitLab's pipelines and reviewers say: from its answers to our words, pure.

use super::wire;
use crate::domain::feedback::{FailedCheck, ReviewComment};
use std::collections::BTreeSet;

/// Jobs that failed and were not allowed to.
pub(super) fn checks(jobs: Vec<wire::Job>) -> Vec<FailedCheck> {
    let mut seen = BTreeSet::new();
    let failed = jobs.into_iter().filter(|job| seen.insert(job.id) && job.status == "failed" && !job.allow_failure);
    failed.map(check).collect()
}

fn check(job: wire::Job) -> FailedCheck {
    let name = job.stage.filter(|stage| *stage != job.name).map_or_else(|| job.name.clone(), |stage| format!("{stage}: {}", job.name));
    FailedCheck { name, summary: job.failure_reason.map(|reason| reason.replace('_', " ")), url: job.web_url }
}

/// Notes of people that are not resolved; `url` is the address of the request.
pub(super) fn comments(discussions: Vec<wire::Discussion>, url: &str) -> Vec<ReviewComment> {
    let mut seen = BTreeSet::new();
    let notes = discussions.into_iter().flat_map(|discussion| discussion.notes);
    let open = notes.filter(|note| seen.insert(note.id) && !note.system && !note.resolved);
    open.map(|note| comment(note, url)).collect()
}

fn comment(note: wire::Remark, url: &str) -> ReviewComment {
    let place = note.position.unwrap_or_default();
    ReviewComment {
        author: note.author.map(|author| author.username),
        path: place.new_path.or(place.old_path),
        // A line that was taken away has only its old number.
        line: place.new_line.or(place.old_line),
        text: note.body,
        url: Some(format!("{url}#note_{}", note.id)),
    }
}
