//! From GitLab's answers to our words: pure.

use super::{
    super::{
        Change,
        reviews::{Review, by_others, first_after},
        test_files,
    },
    wire,
};
use crate::domain::artifact::{Ci, Details, PullState};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// All that was learnt about one merge request.
pub(super) struct Parts {
    pub request: wire::MergeRequest,
    /// None unless all of them were told.
    pub diffs: Option<Vec<wire::Diff>>,
    pub notes: Option<Vec<wire::Note>>,
    pub commits: Vec<wire::Commit>,
    /// The latest, where the request itself names none.
    pub pipeline: Option<wire::Pipeline>,
}

pub(super) fn merge_request(parts: Parts) -> Change {
    let Parts { request, diffs, notes, commits, pipeline } = parts;
    let author = request.author.map(|a| a.username);
    let draft = request.draft || request.work_in_progress;
    let ready_at = notes.as_deref().and_then(ready_at).or(request.created_at).filter(|_| !draft);
    let reviews = notes.map(|notes| reviews(author.as_deref(), notes));
    let lines = diffs.as_deref().and_then(lines);
    let merged_sha = request.merge_commit_sha.or(request.squash_commit_sha).or_else(|| request.sha.clone());
    let details = Details {
        state: Some(state(&request.state, draft)),
        branch: request.source_branch,
        opened_at: request.created_at,
        merged_at: request.merged_at,
        lines_added: lines.map(|l| l.0),
        lines_removed: lines.map(|l| l.1),
        files_changed: files(diffs.as_deref(), request.changes_count.as_deref()),
        tests_added: diffs.as_deref().map(tests_added),
        first_review_seconds: reviews.as_deref().and_then(|reviews| first_after(ready_at, reviews)),
        reviews: reviews.map(|r| i64::try_from(r.len()).unwrap_or(i64::MAX)),
        merge_seconds: request.merged_at.zip(request.created_at).map(|(merged, opened)| (merged - opened).num_seconds().max(0)),
        ci: Some(ci(request.head_pipeline.or(pipeline).as_ref())),
        head_sha: request.sha,
        // A fast-forward makes no merge commit: then it is the squashed one, or the head itself.
        merge_sha: merged_sha.filter(|_| request.merged_at.is_some()),
        author,
    };
    let commits = distinct(commits).map(|c| c.message).collect();
    Change { title: request.title, description: request.description.unwrap_or_default(), details, commits }
}

pub(super) fn commit(commit: wire::Commit, diffs: Option<&[wire::Diff]>) -> Change {
    let description = commit.message.split_once('\n').map_or("", |(_, rest)| rest).trim().to_owned();
    let details = Details {
        author: commit.author_name,
        opened_at: commit.authored_date,
        lines_added: commit.stats.as_ref().map(|s| s.additions),
        lines_removed: commit.stats.as_ref().map(|s| s.deletions),
        files_changed: files(diffs, None),
        tests_added: diffs.map(tests_added),
        ci: Some(ci(commit.last_pipeline.as_ref())),
        head_sha: Some(commit.id),
        ..Details::default()
    };
    Change { title: commit.title, description, details, commits: vec![commit.message] }
}

fn state(state: &str, draft: bool) -> PullState {
    match (state, draft) {
        ("merged", _) => PullState::Merged,
        ("closed", _) => PullState::Closed,
        (_, true) => PullState::Draft,
        (_, false) => PullState::Open,
    }
}

fn ci(pipeline: Option<&wire::Pipeline>) -> Ci {
    match pipeline.map(|p| p.status.as_str()) {
        Some("success") => Ci::Pass,
        Some("failed" | "canceled") => Ci::Fail,
        // Skipped on purpose: nothing ran.
        None | Some("skipped") => Ci::None,
        // Created, preparing, running, manual, scheduled, and what is yet to be invented.
        Some(_) => Ci::Pending,
    }
}

/// The numbers of `+` and `-` lines; none where GitLab kept a part to itself.
fn lines(diffs: &[wire::Diff]) -> Option<(i64, i64)> {
    let withheld = |d: &wire::Diff| d.diff.is_empty() && (d.too_large == Some(true) || d.collapsed == Some(true));
    if diffs.iter().any(withheld) {
        return None;
    }
    // These diffs have no file headers, so `+++` is a line that was added.
    let count = |sign: char| diffs.iter().map(|d| d.diff.lines().filter(|l| l.starts_with(sign)).count()).sum::<usize>();
    i64::try_from(count('+')).ok().zip(i64::try_from(count('-')).ok())
}

/// `1000+` is not a number of files.
fn files(diffs: Option<&[wire::Diff]>, told: Option<&str>) -> Option<i64> {
    let counted = diffs.and_then(|d| i64::try_from(d.len()).ok());
    told.and_then(|t| t.parse().ok()).or(counted)
}

fn tests_added(diffs: &[wire::Diff]) -> i64 {
    let mut seen = BTreeSet::new();
    let diffs = diffs.iter().filter(|d| seen.insert(d.new_path.as_str()));
    test_files::added(diffs.map(|d| test_files::File { path: &d.new_path, added: d.new_file, patch: Some(&d.diff) }))
}

/// One for each other person who approved or commented, at the first time. GitLab's approvals carry no time in old
/// versions, its notes always do.
fn reviews(author: Option<&str>, notes: Vec<wire::Note>) -> Vec<Review> {
    let looked = |note: &wire::Note| !note.system || note.body.starts_with("approved this merge request");
    let people = notes.into_iter().filter(|n| looked(n) && !n.author.as_ref().is_some_and(|a| a.bot));
    let mut found = by_others(author, people.map(|n| Review { by: n.author.map(|a| a.username), at: n.created_at }).collect());
    found.sort_by_key(|r| r.at);
    let mut seen = BTreeSet::new();
    found.retain(|r| seen.insert(r.by.clone()));
    found
}

/// A draft asks for no review until it is said to be ready.
fn ready_at(notes: &[wire::Note]) -> Option<DateTime<Utc>> {
    let ready = |n: &&wire::Note| {
        n.system
            && (n.body.starts_with("marked this merge request as **ready**") || n.body.starts_with("unmarked as a **Work In Progress**"))
    };
    notes.iter().filter(ready).map(|n| n.created_at).min()
}

fn distinct(commits: Vec<wire::Commit>) -> impl Iterator<Item = wire::Commit> {
    let mut seen = BTreeSet::new();
    commits.into_iter().filter(move |c| seen.insert(c.id.clone()))
}
