//! The worker that asks each Jira what changed since it was asked last.

use super::{
    ask, comment,
    store::{self, KeepingRow, Link},
    take::{self, Origin},
};
use crate::{
    domain::{
        Result,
        connection::Connection,
        jira::{Fate, Issue, Taken},
    },
    server::{
        App,
        auth::Caller,
        connections::{self, Mark},
        db::{Change, Tx},
        integrations::{SourceError, jira::Jira},
    },
};
use chrono::{DateTime, Duration, Utc};
use std::collections::HashSet;

/// How much is asked for twice: Jira counts in minutes, its search lags behind, and its clock may be another.
const OVERLAP: Duration = Duration::minutes(10);
/// So often all issues are looked for, changed or not, to notice those that are gone.
const ALL_EVERY: Duration = Duration::hours(24);
/// How many issues one question names.
const CHUNK: usize = 100;
/// After a fault of our own a Jira is asked again.
const AFTER_FAULT: Duration = Duration::minutes(1);
/// So often a comment is tried.
const COMMENTS_MOST: u32 = 5;

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many Jiras were asked.
    pub asked: usize,
    pub taken: Taken,
    /// When to tick again; none with nothing to wait for.
    pub next_at: Option<DateTime<Utc>>,
}

/// Asks those that are due, and writes the comments that are due.
pub async fn tick(app: &App, now: DateTime<Utc>) -> anyhow::Result<Report> {
    let mut report = Report::default();
    for connection in connections::jiras(app).await? {
        let keeping = store::keeping(app.store.reader(), &connection.id).await?;
        let rests = connection.retry_at.is_some_and(|at| at > now);
        let asks = keeping.keep_in_step && !store::of_connection(app.store.reader(), &connection.id).await?.is_empty();
        if asks && !rests && keeping.due_at.is_none_or(|at| at <= now) {
            report.asked += 1;
            let taken = match look(app, &connection, now).await {
                Ok(taken) => taken.unwrap_or_default(),
                // A fault of ours with one Jira holds up no other.
                Err(error) => {
                    tracing::error!(%error, connection = %connection.id, "a Jira could not be kept in step");
                    report.next_at = [report.next_at, Some(now + AFTER_FAULT)].into_iter().flatten().min();
                    continue;
                }
            };
            report.taken.changed += taken.changed;
            report.taken.gone += taken.gone;
        }
        if !rests {
            report.taken.commented += tell(app, &connection, &keeping, now).await?;
        }
        let next = store::keeping(app.store.reader(), &connection.id).await?.due_at.filter(|_| asks);
        report.next_at = [report.next_at, next].into_iter().flatten().min();
    }
    Ok(report)
}

/// Asks one Jira now, whatever its pause.
pub async fn now(app: &App, connection_id: &str) -> Result<Taken> {
    let connection = connections::jira(app, Some(connection_id)).await?;
    let now = app.clock.now();
    look(app, &connection, now).await?.map_err(|error| ask::told(&error, now))
}

/// One look at a Jira; a failure of its is noted on the connection, and given back.
async fn look(app: &App, connection: &Connection, now: DateTime<Utc>) -> Result<Result<Taken, SourceError>> {
    let keeping = store::keeping(app.store.reader(), &connection.id).await?;
    let all = keeping.all_seen_at.is_none_or(|at| at + ALL_EVERY <= now);
    let links: Vec<Link> = store::of_connection(app.store.reader(), &connection.id).await?.into_iter().map(|(link, _)| link).collect();
    let looked = match connections::open_jira(app, connection).await? {
        Ok(mut jira) => match read(&mut jira, &links, since(&keeping, all, now), all).await {
            Ok((issues, gone)) => {
                let origin = Origin { connection_id: connection.id.clone(), site: jira.web_url().to_owned() };
                Ok(keep(app, &origin, issues, gone).await?)
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    settle(app, connection, keeping, &looked, all, now).await?;
    Ok(looked)
}

/// The minutes back to what was seen. A length has no time zone, other than a time of day, which is that of the user
/// whose secret it is.
fn since(keeping: &KeepingRow, all: bool, now: DateTime<Utc>) -> Option<i64> {
    let seen = keeping.synced_at.filter(|_| !all)?;
    // Part of a minute counts as one.
    Some((now - seen + OVERLAP).num_minutes().max(0) + 1)
}

/// The issues that changed, and the ids of those that are gone.
async fn read(jira: &mut Jira, links: &[Link], minutes: Option<i64>, all: bool) -> Result<(Vec<Issue>, Vec<String>), SourceError> {
    // A stranger finds nothing, which would look as if all were gone.
    jira.check().await?;
    let (mut issues, mut gone) = (Vec::new(), Vec::new());
    let asked: Vec<&Link> = links.iter().filter(|link| all || link.gone_since.is_none()).collect();
    for chunk in asked.chunks(CHUNK) {
        let ids: Vec<&str> = chunk.iter().map(|link| link.issue_id.as_str()).collect();
        let recent = minutes.map(|minutes| format!(" AND updated >= \"-{minutes}m\"")).unwrap_or_default();
        let jql = format!("id in ({}){recent} ORDER BY updated ASC", ids.join(", "));
        let missing: Vec<&str> = match jira.search(&jql, CHUNK, &mut |_, _| ()).await {
            Ok(found) => {
                let seen: HashSet<String> = found.issues.iter().map(|issue| issue.id.clone()).collect();
                issues.extend(found.issues);
                ids.into_iter().filter(|id| minutes.is_none() && !seen.contains(*id)).collect()
            }
            // A single issue that is gone spoils a question that names it.
            Err(SourceError::Refused { .. }) => ids,
            Err(error) => return Err(error),
        };
        for id in missing {
            match jira.issue(id).await {
                Ok(issue) => issues.push(issue),
                Err(SourceError::NotFound { .. }) => gone.push(id.to_owned()),
                Err(error) => return Err(error),
            }
        }
    }
    Ok((issues, gone))
}

/// Stores what was read, a piece at a time.
async fn keep(app: &App, origin: &Origin, issues: Vec<Issue>, gone: Vec<String>) -> Result<Taken> {
    let mut taken = Taken::default();
    for chunk in issues.chunks(CHUNK) {
        let (chunk, origin) = (chunk.to_vec(), origin.clone());
        let op = async move |tx: &mut Tx| take_all(tx, &origin, &chunk).await;
        taken.changed += app.store.write(&Caller::system("jira"), app.clock.now(), op).await?;
    }
    let origin = origin.clone();
    let op = async move |tx: &mut Tx| {
        let mut count = 0;
        for id in &gone {
            count += u64::from(lose(tx, &origin, id).await?);
        }
        Ok(count)
    };
    taken.gone = app.store.write(&Caller::system("jira"), app.clock.now(), op).await?;
    Ok(taken)
}

async fn take_all(tx: &mut Tx, origin: &Origin, issues: &[Issue]) -> Result<u64> {
    let mut changed = 0;
    for issue in issues {
        let Some(link) = store::find_by_issue(tx.db(), &origin.connection_id, &origin.site, &issue.id).await? else { continue };
        let (_, fate) = take::take_over(tx, origin, link, issue).await?;
        changed += u64::from(fate == Fate::Updated);
    }
    Ok(changed)
}

/// Says that an issue is gone, or may not be seen any more: Jira answers the same to both. Its goal stays.
async fn lose(tx: &mut Tx, origin: &Origin, issue_id: &str) -> Result<bool> {
    let known = store::find_by_issue(tx.db(), &origin.connection_id, &origin.site, issue_id).await?;
    let Some(link) = known.filter(|link| link.gone_since.is_none()) else { return Ok(false) };
    let lost = Link { gone_since: Some(tx.now()), ..link };
    store::save(tx, &lost).await?;
    let summary = format!("{} is gone from Jira, or may not be seen any more; its goal stays as it is", lost.key);
    let (goal_id, subject_id) = (Some(lost.goal_id.as_str()), Some(origin.connection_id.as_str()));
    tx.record(Change { kind: "jira.gone", goal_id, subject_id, summary, ..Default::default() }).await?;
    Ok(true)
}

/// Notes how the look went, and when to look again: after its pause, or when Jira wants to be asked again.
async fn settle(
    app: &App,
    connection: &Connection,
    keeping: KeepingRow,
    looked: &Result<Taken, SourceError>,
    all: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let next = now + Duration::minutes(keeping.every_minutes.into());
    let (row, mark) = match looked {
        Ok(_) => {
            let all_seen_at = if all { Some(now) } else { keeping.all_seen_at };
            let row = KeepingRow { synced_at: Some(now), all_seen_at, due_at: Some(next), attempts: 0, error: None, ..keeping };
            (row, Mark { status: "ok", detail: None, retry_at: None })
        }
        Err(error) => {
            tracing::warn!(%error, "could not ask Jira");
            let mark = connections::mark_of(error, keeping.attempts, now);
            let due_at = mark.retry_at.map_or(next, |at| at.max(next));
            let attempts = keeping.attempts.saturating_add(1);
            (KeepingRow { due_at: Some(due_at), attempts, error: Some(error.to_string()), ..keeping }, mark)
        }
    };
    let connection = connection.clone();
    let op = async move |tx: &mut Tx| {
        // A switch that was turned meanwhile stays as it is.
        let known = store::keeping(tx.db(), &row.connection_id).await?;
        let KeepingRow { keep_in_step, every_minutes, comment_since, .. } = known;
        store::save_keeping(tx, &KeepingRow { keep_in_step, every_minutes, comment_since, ..row }).await?;
        ask::noted(tx, &connection, &mark).await
    };
    app.store.write(&Caller::system("jira"), now, op).await
}

/// Writes the comments that are due; a Jira that wants to be left alone ends it.
async fn tell(app: &App, connection: &Connection, keeping: &KeepingRow, now: DateTime<Utc>) -> Result<u64> {
    let Some(since) = keeping.comment_since else { return Ok(0) };
    let due = store::due_comments(app.store.reader(), &connection.id, since, COMMENTS_MOST, now).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let jira = match connections::open_jira(app, connection).await? {
        Ok(jira) => jira,
        Err(error) => {
            ask::failed(app, connection, &error).await?;
            return Ok(0);
        }
    };
    let mut written = 0;
    for link in due {
        match comment::write(app, &Caller::system("jira"), &jira, link).await {
            Ok(Ok(_)) => written += 1,
            Ok(Err(error)) if error.is_about_one_thing() => {}
            Ok(Err(error)) => {
                ask::failed(app, connection, &error).await?;
                break;
            }
            // Somebody pressed for it meanwhile.
            Err(error) => tracing::info!(%error, "a comment was not written"),
        }
    }
    Ok(written)
}
