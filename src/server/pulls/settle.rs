//! Stores what a look at an artifact gave: its details, how the connection is, when to look again.

use super::{
    links, schedule,
    store::{self, Due, Looked},
};
use crate::{
    domain::{
        ArtifactId, Result,
        artifact::{Artifact, ArtifactType, Ci, Details, NewArtifact, PullState},
        connection::Connection,
        marker::Texts,
    },
    server::{
        App,
        auth::Caller,
        connections::{self, Mark},
        db::{Change as Entry, Tx},
        goals,
        integrations::{Answer, Change, Fetched, Quota, SourceError, untold_wait},
        search::{self, Doc, Kind},
    },
};
use chrono::{DateTime, Duration, Utc};

/// A wrong token stays wrong until somebody acts; it is tried again now and then in case the host was at fault.
const UNAUTHORIZED: Duration = Duration::hours(1);

/// What the outcome of a look means for its connection.
pub(super) enum Verdict {
    /// Go on with the next one.
    GoOn,
    /// Leave the whole connection alone.
    Stop,
}

/// Stores all of it in one transaction.
pub(super) async fn settle(app: &App, connection: &Connection, anonymous: bool, due: Due, fetched: Fetched) -> Result<Verdict> {
    let (now, connection) = (app.clock.now(), connection.clone());
    let Fetched { outcome, learnt, quota } = fetched;
    let mark = mark(&outcome, quota, anonymous, due.attempts, now);
    let verdict = if mark.retry_at.is_some() { Verdict::Stop } else { Verdict::GoOn };
    let op = async move |tx: &mut Tx| {
        match outcome {
            Ok(change) => keep(tx, &due, change, anonymous).await?,
            Err(error) => store::put_off(tx, &due.artifact.id, &put_off(&error, &due, &mark, now)).await?,
        }
        note(tx, &connection, &mark, learnt).await
    };
    app.store.write(&Caller::system("poll"), now, op).await?;
    // It may be merged now, and then there is something to measure.
    app.ring_measuring();
    Ok(verdict)
}

async fn note(tx: &mut Tx, connection: &Connection, mark: &Mark, learnt: Vec<(String, Answer)>) -> Result<()> {
    connections::keep_answers(tx, &connection.id, learnt).await?;
    connections::mark(tx, &connection.id, mark, Some(tx.now())).await?;
    if connection.status == mark.status {
        return Ok(());
    }
    let summary = format!("{} is {}: {}", connection.kind.label(), mark.status, mark.detail.as_deref().unwrap_or_default());
    let summary = summary.trim_end_matches([':', ' ']).to_owned();
    tx.record(Entry { kind: "connection.updated", subject_id: Some(&connection.id), summary, ..Default::default() }).await
}

/// How the connection is after that.
fn mark(outcome: &Result<Change, SourceError>, quota: Option<Quota>, anonymous: bool, attempts: i64, now: DateTime<Utc>) -> Mark {
    let as_whom = if anonymous { "without a token: " } else { "" };
    let left = quota.map(|q| q.sentence());
    let untold = now + untold_wait(u32::try_from(attempts).unwrap_or(0));
    let said = |detail: &str| Some(format!("{as_whom}{detail}"));
    match outcome {
        Err(SourceError::RateLimited { until, detail }) => {
            let detail = left.map_or(detail.clone(), |left| format!("{detail}; {left}"));
            Mark { status: "limited", detail: said(&detail), retry_at: Some(until.unwrap_or(untold)) }
        }
        Err(SourceError::Unauthorized { detail }) => Mark { status: "failing", detail: said(detail), retry_at: Some(now + UNAUTHORIZED) },
        Err(SourceError::Outage { detail } | SourceError::Malformed { detail }) => {
            Mark { status: "failing", detail: said(detail), retry_at: Some(untold) }
        }
        // A host that answers about one thing is well. If that was the last request it allows, the next one would be in vain.
        Ok(_) | Err(SourceError::NotFound { .. } | SourceError::Refused { .. }) => match quota {
            Some(Quota { remaining: ..=0, resets_at: Some(at), .. }) if at > now => {
                Mark { status: "limited", detail: left.as_deref().and_then(said), retry_at: Some(at) }
            }
            _ => Mark { status: "ok", detail: left.as_deref().and_then(said), retry_at: None },
        },
    }
}

fn put_off(error: &SourceError, due: &Due, mark: &Mark, now: DateTime<Utc>) -> Looked {
    let due_at = if error.is_about_one_thing() { schedule::after_refusal(due.attempts).map(|wait| now + wait) } else { mark.retry_at };
    Looked { due_at, attempts: due.attempts + 1, error: Some(error.to_string()) }
}

/// Stores the details, links by markers, and tells who is looking if something changed.
async fn keep(tx: &mut Tx, due: &Due, change: Change, anonymous: bool) -> Result<()> {
    let old = &due.artifact;
    let details = merged(&old.details, change.details);
    let title = if change.title.is_empty() { old.title.clone() } else { change.title };
    let sha = if old.kind == ArtifactType::Commit { details.head_sha.clone().or(old.sha.clone()) } else { old.sha.clone() };
    let wait = schedule::after_success(old.kind, &details, anonymous, tx.now());
    store::put_details(tx, &old.id, &title, &details, sha.as_deref(), wait.map(|wait| tx.now() + wait)).await?;
    let texts = Texts {
        branch: details.branch.as_deref().unwrap_or_default(),
        title: &title,
        description: &change.description,
        commits: &change.commits,
    };
    let targets = links::targets(tx, texts).await?;
    let new = NewArtifact { kind: Some(old.kind), url: old.url.clone(), title: Some(title.clone()), ..NewArtifact::default() };
    links::link(tx, Some(&old.id), &new, &targets).await?;
    if old.fetched_at.is_some() && (&old.title, &old.details) == (&title, &details) {
        return Ok(());
    }
    let summary = summary(old, &title, &details, due);
    announce(tx, old, &title, old.details.state != details.state, &summary).await
}

/// Tells everybody who looks at a goal of this artifact, and keeps it findable.
pub(super) async fn announce(tx: &mut Tx, artifact: &Artifact, title: &str, moved: bool, summary: &str) -> Result<()> {
    let goals = store::goals_of(tx.db(), &artifact.id).await?;
    for goal in &goals {
        if moved {
            goals::touch(tx, goal).await?;
        }
        let (kind, summary) = ("artifact.updated", summary.to_owned());
        let subject_id = Some(artifact.id.as_str());
        tx.record(Entry { kind, goal_id: Some(goal.as_str()), subject_id, summary, ..Default::default() }).await?;
    }
    if title != artifact.title {
        reindex(tx, &artifact.id, goals.first().map(|g| g.as_str()), title, artifact).await?;
    }
    Ok(())
}

async fn reindex(tx: &Tx, id: &ArtifactId, goal_id: Option<&str>, title: &str, artifact: &Artifact) -> Result<()> {
    let words = [artifact.url.as_deref(), artifact.sha.as_deref(), artifact.repo.as_deref()];
    let body = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    search::put(tx.db(), Doc { kind: Kind::Artifact, record_id: id.as_str(), goal_id, key: None, title, body: &body }).await
}

fn summary(old: &Artifact, title: &str, new: &Details, due: &Due) -> String {
    let name = due.reference.as_ref().map_or_else(|| title.to_owned(), |r| r.short());
    let state = new.state.filter(|state| old.details.state != Some(*state));
    let ci = new.ci.filter(|ci| old.details.ci != Some(*ci));
    match (state, ci) {
        (Some(PullState::Merged), _) => format!("{name} was merged"),
        (Some(PullState::Closed), _) => format!("{name} was closed without a merge"),
        (_, Some(Ci::Fail)) => format!("CI of {name} failed"),
        (_, Some(Ci::Pass)) => format!("CI of {name} passed"),
        (Some(PullState::Open | PullState::Draft), _) => format!("{name} is open"),
        _ => format!("{name} has new details"),
    }
}

/// What the host told, and where it told nothing what was known.
fn merged(old: &Details, new: Details) -> Details {
    let old = old.clone();
    Details {
        state: new.state.or(old.state),
        author: new.author.or(old.author),
        branch: new.branch.or(old.branch),
        opened_at: new.opened_at.or(old.opened_at),
        merged_at: new.merged_at.or(old.merged_at),
        lines_added: new.lines_added.or(old.lines_added),
        lines_removed: new.lines_removed.or(old.lines_removed),
        files_changed: new.files_changed.or(old.files_changed),
        tests_added: new.tests_added.or(old.tests_added),
        reviews: new.reviews.or(old.reviews),
        first_review_seconds: new.first_review_seconds.or(old.first_review_seconds),
        merge_seconds: new.merge_seconds.or(old.merge_seconds),
        ci: new.ci.or(old.ci),
        head_sha: new.head_sha.or(old.head_sha),
        merge_sha: new.merge_sha.or(old.merge_sha),
    }
}
