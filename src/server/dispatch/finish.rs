//! The end of a run: what came of it, and what follows.

use super::{
    deliver,
    job::{Job, Next},
    pause, start, store,
};
use crate::{
    domain::{
        Result, SessionId,
        artifact::{ArtifactType, NewArtifact},
        dispatch::{self, FailureClass, Outcome},
        session::SessionStatus,
        task::{TaskPatch, TaskStatus},
        work::Commit,
    },
    server::{
        App, auth,
        auth::Caller,
        db::Tx,
        evidence, git, goals,
        runner::{End, Totals},
        tasks,
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// So many runs in a row that changed nothing, and a person has to look.
const UNCHANGED_MOST: u32 = 3;

/// What an agent is told that has to go on.
const GO_ON: &str = "Continue where you left off.";

/// What is found in the worktree of a session.
#[derive(Clone, Debug, Default)]
struct Work {
    commits: Vec<Commit>,
    /// Files that are not committed.
    uncommitted: usize,
    fingerprint: Option<String>,
}

/// The agent was never started.
pub async fn not_started(app: &App, session: &SessionId, run: u32, outcome: Outcome) -> Result<()> {
    settle(app, session, run, outcome, None, Work::default()).await
}

/// The agent ran, and is gone with everything that it started.
pub async fn finish(app: &App, session: &SessionId, run: u32, end: End) -> Result<()> {
    let job = store::job(app.store.reader(), session.as_str()).await?;
    let work = look(&job).await;
    let (outcome, totals) = (end.outcome, Some((end.totals, end.records)));
    settle(app, session, run, outcome, totals, work).await
}

/// What is in the worktree; nothing where it cannot be read any more.
async fn look(job: &Job) -> Work {
    let (Some(worktree), Some(base), Some(branch)) = (&job.worktree, &job.base_sha, &job.branch) else { return Work::default() };
    let commits = git::commits(worktree, base, &job.session.key).await.unwrap_or_default();
    let uncommitted = git::state(worktree, branch).await.map(|state| state.uncommitted).unwrap_or_default();
    Work { commits, uncommitted, fingerprint: git::fingerprint(worktree, base).await.ok() }
}

async fn settle(app: &App, session: &SessionId, run: u32, outcome: Outcome, totals: Option<(Totals, u64)>, work: Work) -> Result<()> {
    let id = session.clone();
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), id.as_str()).await?;
        if job.run != run || !job.session.status.is_live() || job.session.status == SessionStatus::Queued {
            return Ok(());
        }
        if let Some((totals, records)) = totals {
            store::cover(tx, id.as_str(), run, records, totals.cost_micros).await?;
        }
        apply(tx, &mut job, outcome, work).await
    };
    app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await?;
    app.growth.end(session.as_str());
    app.queue.notify_one();
    app.fetch.notify_one();
    app.deliver.notify_one();
    Ok(())
}

async fn apply(tx: &mut Tx, job: &mut Job, outcome: Outcome, work: Work) -> Result<()> {
    let changed = work.fingerprint != job.fingerprint;
    job.unchanged = if changed { 0 } else { job.unchanged + 1 };
    job.fingerprint = work.fingerprint.clone().or(job.fingerprint.take());
    job.commits = if work.commits.is_empty() { std::mem::take(&mut job.commits) } else { work.commits.clone() };
    job.denials = job.denials.max(outcome.denials);
    job.session.external_id = outcome.external_id.clone().or(job.session.external_id.take());
    job.session.output = outcome.output.clone().or(job.session.output.take());
    if outcome.cost_usd.is_some() && job.session.cost_source == evidence::COUNTED {
        job.session.cost_source = "agent".into();
    }
    job.release();
    job.pid = None;
    // A clock that was set back makes no session end before it began.
    job.session.ended_at = job.session.started_at.max(Some(tx.now()));
    store::withdraw_all(tx, &job.session.id).await?;
    store::end(tx, job.session.id.as_str(), job.run).await?;
    auth::end_session_tokens(tx, &job.session.id).await?;
    link(tx, job).await?;
    let ran = job.worktree.is_some() && job.session.status != SessionStatus::Starting;
    if ran {
        job.next = resumed(&outcome);
    }
    job.exit_reason = Some(sentence(&outcome, &work, ran));
    match next(job, &outcome, tx.now()) {
        Some((next, not_before)) => again(tx, job, &outcome, next, not_before).await,
        None => over(tx, job, &outcome, &work).await,
    }
}

/// `finished, nothing committed, 3 permissions denied`
fn sentence(outcome: &Outcome, work: &Work, ran: bool) -> String {
    let mut said = outcome.exit_reason.clone();
    if !ran {
        return said;
    }
    let committed = match work.commits.len() {
        0 => "nothing committed".to_owned(),
        1 => "1 commit".to_owned(),
        n => format!("{n} commits"),
    };
    let open = match work.uncommitted {
        0 => String::new(),
        1 => ", 1 file not committed".to_owned(),
        n => format!(", {n} files not committed"),
    };
    let denials = said.rfind(", ").filter(|at| said[*at..].contains("denied")).unwrap_or(said.len());
    said.insert_str(denials, &format!(", {committed}{open}"));
    said
}

/// What follows by itself; nothing where a person decides.
fn next(job: &mut Job, outcome: &Outcome, now: DateTime<Utc>) -> Option<(Next, DateTime<Utc>)> {
    let Some(class) = outcome.class else {
        (job.failure, job.failures) = (None, 0);
        return None;
    };
    job.failures = if job.failure == Some(class) { job.failures + 1 } else { 1 };
    job.failure = Some(class);
    let may_go_on = job.stop_asked_at.is_none() && job.unchanged < UNCHANGED_MOST && job.cost_left().is_none_or(|left| left.micros() > 0);
    if !may_go_on {
        return None;
    }
    let after = outcome.after_seconds.and_then(|seconds| i64::try_from(seconds).ok());
    let until = outcome.until.or(after.map(|seconds| now + TimeDelta::seconds(seconds)));
    match class.next(job.failures, until, now) {
        dispatch::Next::Resume { not_before, .. } if job.session.external_id.is_some() => Some((resumed(outcome), not_before)),
        dispatch::Next::Resume { not_before, .. } | dispatch::Next::Afresh { not_before } => Some((Next::Afresh, not_before)),
        dispatch::Next::Ask => None,
    }
}

/// How its conversation is taken up again: a turn that was cut off goes on by itself, one that is over has to be told to.
fn resumed(outcome: &Outcome) -> Next {
    if outcome.interrupted { Next::Continue } else { Next::Resume { words: GO_ON.to_owned() } }
}

/// It waits, and is started again by itself.
async fn again(tx: &mut Tx, job: &mut Job, outcome: &Outcome, next: Next, not_before: DateTime<Utc>) -> Result<()> {
    job.session.status = SessionStatus::Queued;
    job.session.ended_at = None;
    job.not_before = Some(not_before).filter(|at| *at > tx.now());
    job.next = next;
    let shared = matches!(outcome.class, Some(FailureClass::LimitReached | FailureClass::Overloaded));
    if let (true, Some(agent)) = (shared, job.agent()) {
        pause::set(tx, agent, not_before, outcome.exit_reason.clone()).await?;
    }
    store::save(tx, job).await?;
    let why = job.exit_reason.clone().unwrap_or_default();
    start::record(tx, job, "session.updated", format!("{} goes on by itself: {why}", job.session.key)).await
}

/// It is over.
async fn over(tx: &mut Tx, job: &mut Job, outcome: &Outcome, work: &Work) -> Result<()> {
    job.session.status = outcome.status;
    job.waits_for = None;
    if outcome.status == SessionStatus::Succeeded
        && let Some(agent) = job.agent()
    {
        pause::lift(tx, agent).await?;
    }
    job.deliver_since = deliver::is_due(tx, job).await?.then(|| tx.now());
    store::save(tx, job).await?;
    evidence::end_session(tx, &job.session).await?;
    move_task(tx, job, outcome, work).await?;
    let why = job.exit_reason.clone().unwrap_or_default();
    start::record(tx, job, "session.ended", format!("{}: {why}", job.session.key)).await?;
    start::record(tx, job, "budget.changed", format!("{} ended and cost {}", job.session.key, job.spent())).await
}

/// What the agent did moves its task on, unless the agent or a person has said already what came of it.
async fn move_task(tx: &mut Tx, job: &Job, outcome: &Outcome, work: &Work) -> Result<()> {
    let Some(id) = &job.session.task_id else { return Ok(()) };
    let Some(task) = tasks::find(tx.db(), id.as_str()).await? else { return Ok(()) };
    if task.status != TaskStatus::Running {
        return Ok(());
    }
    let hindered = outcome.denials > 0 && work.commits.is_empty();
    let status = match outcome.status {
        SessionStatus::Succeeded if hindered || work.uncommitted > 0 => TaskStatus::Review,
        SessionStatus::Succeeded => TaskStatus::Done,
        SessionStatus::Failed => TaskStatus::Failed,
        _ => TaskStatus::Review,
    };
    let patch = TaskPatch { status: Some(status), ..TaskPatch::default() };
    tasks::update(tx, id.as_str(), patch, None).await.map(drop)
}

/// Its commits are evidence of the goal.
async fn link(tx: &mut Tx, job: &Job) -> Result<()> {
    let Some(goal) = &job.session.goal_id else { return Ok(()) };
    let goal = goals::get(tx.db(), goal.as_str()).await?;
    for commit in &job.commits {
        let new = NewArtifact {
            kind: Some(ArtifactType::Commit),
            title: Some(commit.title.chars().take(200).collect()),
            sha: Some(commit.sha.clone()),
            files_changed: Some(commit.files.into()),
            lines_added: i64::try_from(commit.lines_added).ok(),
            lines_removed: i64::try_from(commit.lines_removed).ok(),
            merged_at: None,
            ..NewArtifact::default()
        };
        let why = ("committed in its session", false);
        evidence::link(tx, &goal, &new, job.session.task_id.as_ref(), Some(&job.session.id), why).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit() -> Commit {
        Commit {
            sha: "0".repeat(40),
            title: String::new(),
            author: String::new(),
            at: DateTime::UNIX_EPOCH,
            files: 1,
            lines_added: 1,
            lines_removed: 0,
            tests_added: 0,
            marked: true,
        }
    }

    #[test]
    fn a_turn_that_is_over_is_taken_up_with_words() {
        let cut_off = Outcome { interrupted: true, ..Outcome::failed(FailureClass::Crashed, "the agent was ended by signal 9") };
        assert_eq!(resumed(&cut_off), Next::Continue);
        let told = resumed(&Outcome::failed(FailureClass::Stopped, "interrupted"));
        assert!(matches!(told, Next::Resume { words } if !words.is_empty()));
    }

    #[test]
    fn the_sentence_says_what_really_happened() {
        let denied = Outcome::succeeded().with_denials(3);
        assert_eq!(sentence(&denied, &Work::default(), true), "finished, nothing committed, 3 permissions denied");
        let some = Work { commits: vec![commit(), commit()], uncommitted: 1, fingerprint: None };
        assert_eq!(sentence(&Outcome::succeeded(), &some, true), "finished, 2 commits, 1 file not committed");
        let missing = Outcome::failed(FailureClass::Misconfigured, "Codex is not installed, or not on PATH");
        assert_eq!(sentence(&missing, &Work::default(), false), "Codex is not installed, or not on PATH");
    }
}
