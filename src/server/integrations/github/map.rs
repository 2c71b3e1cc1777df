//! From GitHub's answers to our words: pure.

use super::{
    super::{
        Change,
        reviews::{Review, by_others, first_after, is_bot},
        test_files,
    },
    wire,
};
use crate::domain::artifact::{Ci, Details, PullState};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// All that was learnt about one pull request.
pub(super) struct PullParts {
    pub pull: wire::Pull,
    pub files: Option<Vec<wire::File>>,
    pub reviews: Option<Vec<wire::Review>>,
    pub commits: Vec<wire::Commit>,
    pub events: Vec<wire::IssueEvent>,
    pub ci: Option<Ci>,
}

pub(super) fn pull(parts: PullParts) -> Change {
    let PullParts { pull, files, reviews, commits, events, ci } = parts;
    let author = pull.user.map(|u| u.login);
    let reviews = reviews.map(|reviews| by_others(author.as_deref(), submitted(reviews)));
    let ready_at = ready_at(&events).or(pull.created_at).filter(|_| !pull.draft);
    let details = Details {
        state: Some(state(&pull.state, pull.draft, pull.merged_at.is_some() || pull.merged == Some(true))),
        opened_at: pull.created_at,
        merged_at: pull.merged_at,
        lines_added: pull.additions,
        lines_removed: pull.deletions,
        files_changed: pull.changed_files,
        tests_added: files.map(|files| tests_added(&files)),
        first_review_seconds: reviews.as_deref().and_then(|reviews| first_after(ready_at, reviews)),
        reviews: reviews.map(|r| i64::try_from(r.len()).unwrap_or(i64::MAX)),
        merge_seconds: pull.merged_at.zip(pull.created_at).map(|(merged, opened)| (merged - opened).num_seconds().max(0)),
        ci,
        branch: pull.head.as_ref().map(|head| head.branch.clone()),
        head_sha: pull.head.map(|head| head.sha),
        // On a request that was not merged it names a commit that exists nowhere.
        merge_sha: pull.merge_commit_sha.filter(|_| pull.merged_at.is_some()),
        author,
    };
    let commits = distinct(commits).map(|c| c.commit.message).collect();
    Change { title: pull.title, description: pull.body.unwrap_or_default(), details, commits }
}

pub(super) fn commit(commit: wire::Commit, files: &[wire::File], ci: Option<Ci>) -> Change {
    let (name, date) = commit.commit.author.map_or((None, None), |a| (a.name, a.date));
    let message = commit.commit.message;
    let (title, rest) = message.split_once('\n').unwrap_or((&message, ""));
    let details = Details {
        author: commit.author.and_then(|a| a.login).or(name),
        opened_at: date,
        lines_added: commit.stats.as_ref().map(|s| s.additions),
        lines_removed: commit.stats.as_ref().map(|s| s.deletions),
        files_changed: i64::try_from(files.len()).ok(),
        tests_added: Some(tests_added(files)),
        ci,
        head_sha: Some(commit.sha),
        ..Details::default()
    };
    Change { title: title.trim().to_owned(), description: rest.trim().to_owned(), details, commits: vec![message] }
}

/// Check runs come from Actions and Apps, statuses from older CI; a commit may have both, and their absence is not "running".
pub(super) fn ci(runs: &[wire::CheckRun], combined: Option<&wire::CombinedStatus>) -> Ci {
    let mut seen = BTreeSet::new();
    let runs = runs.iter().filter(|run| seen.insert(run.id)).filter_map(check_run);
    let all: Vec<Ci> = runs.chain(combined.filter(|c| c.total_count > 0).and_then(status)).collect();
    let has = |what: Ci| all.contains(&what);
    [Ci::Fail, Ci::Pending, Ci::Pass].into_iter().find(|what| has(*what)).unwrap_or(Ci::None)
}

/// None where it tells nothing: stale, or a word that did not exist when this was written.
pub(super) fn check_run(run: &wire::CheckRun) -> Option<Ci> {
    if run.status != "completed" {
        return Some(Ci::Pending);
    }
    match run.conclusion.as_deref() {
        Some("success" | "neutral" | "skipped") => Some(Ci::Pass),
        Some("failure" | "timed_out" | "cancelled" | "action_required" | "startup_failure") => Some(Ci::Fail),
        _ => None,
    }
}

fn status(combined: &wire::CombinedStatus) -> Option<Ci> {
    match combined.state.as_str() {
        "success" => Some(Ci::Pass),
        "failure" | "error" => Some(Ci::Fail),
        "pending" => Some(Ci::Pending),
        _ => None,
    }
}

pub(super) fn state(state: &str, draft: bool, merged: bool) -> PullState {
    match (merged, state, draft) {
        (true, ..) => PullState::Merged,
        (false, "closed", _) => PullState::Closed,
        (false, _, true) => PullState::Draft,
        (false, _, false) => PullState::Open,
    }
}

/// A draft asks for no review until it is said to be ready.
fn ready_at(events: &[wire::IssueEvent]) -> Option<DateTime<Utc>> {
    events.iter().filter(|e| e.event == "ready_for_review").filter_map(|e| e.created_at).min()
}

fn submitted(reviews: Vec<wire::Review>) -> Vec<Review> {
    let people = reviews.into_iter().filter(|r| r.state != "PENDING" && !r.user.as_ref().is_some_and(is_machine));
    people.filter_map(|r| Some(Review { by: r.user.map(|u| u.login), at: r.submitted_at? })).collect()
}

fn is_machine(user: &wire::User) -> bool {
    user.kind.as_deref() == Some("Bot") || is_bot(&user.login)
}

fn tests_added(files: &[wire::File]) -> i64 {
    let mut seen = BTreeSet::new();
    let files = files.iter().filter(|f| seen.insert(f.filename.as_str()));
    test_files::added(files.map(|f| test_files::File { path: &f.filename, added: f.status == "added", patch: f.patch.as_deref() }))
}

/// A page that shifts while we read repeats entries.
fn distinct(commits: Vec<wire::Commit>) -> impl Iterator<Item = wire::Commit> {
    let mut seen = BTreeSet::new();
    commits.into_iter().filter(move |c| seen.insert(c.sha.clone()))
}
