//! The switches of a connection, and how it goes.

use super::store::{self, CommentState, KeepingRow, Link};
use crate::{
    domain::{
        Result,
        connection::Connection,
        goal::Goal,
        jira::{Gone, Keeping, KeepingPatch},
    },
    server::{
        App,
        auth::Caller,
        connections,
        db::{Change, Tx},
    },
};
use chrono::{DateTime, Utc};

/// How goals are kept in step with each Jira that is connected.
pub async fn list(app: &App) -> Result<Vec<Keeping>> {
    let mut all = Vec::new();
    for connection in connections::jiras(app).await? {
        all.push(of(app, &connection).await?);
    }
    Ok(all)
}

/// Turns the switches of a connection.
pub async fn change(app: &App, who: &Caller, connection_id: &str, patch: KeepingPatch) -> Result<Keeping> {
    let patch = patch.check()?;
    let connection = connections::jira(app, Some(connection_id)).await?;
    let id = connection.id.clone();
    let op = async move |tx: &mut Tx| {
        let known = store::keeping(tx.db(), &id).await?;
        let row = changed(known.clone(), &patch, tx.now());
        if row == known {
            return Ok(());
        }
        store::save_keeping(tx, &row).await?;
        let summary = words(&row);
        tx.record(Change { kind: "jira.changed", subject_id: Some(&id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await?;
    of(app, &connection).await
}

fn changed(known: KeepingRow, patch: &KeepingPatch, now: DateTime<Utc>) -> KeepingRow {
    let mut row = known.clone();
    row.keep_in_step = patch.keep_in_step.unwrap_or(known.keep_in_step);
    row.every_minutes = patch.every_minutes.unwrap_or(known.every_minutes);
    // What was proven before is not told all at once.
    row.comment_since = match patch.comment_when_proven {
        Some(true) => known.comment_since.or(Some(now)),
        Some(false) => None,
        None => known.comment_since,
    };
    let sooner = row.every_minutes < known.every_minutes || (row.keep_in_step && !known.keep_in_step);
    if sooner {
        row.due_at = known.synced_at.map(|at| (at + chrono::Duration::minutes(row.every_minutes.into())).max(now));
    }
    row
}

fn words(row: &KeepingRow) -> String {
    let step = if row.keep_in_step { format!("asks Jira every {} minutes", row.every_minutes) } else { "leaves Jira alone".into() };
    let comment = if row.comment_since.is_some() { "comments when a goal is proven" } else { "writes no comments by itself" };
    format!("{step}, {comment}")
}

/// How goals are kept in step with one Jira.
pub(super) async fn of(app: &App, connection: &Connection) -> Result<Keeping> {
    let db = app.store.reader();
    let row = store::keeping(db, &connection.id).await?;
    let all = store::of_connection(db, &connection.id).await?;
    let asks = row.keep_in_step && !all.is_empty();
    let due_at = row.due_at.max(connection.retry_at);
    Ok(Keeping {
        connection_id: row.connection_id,
        keep_in_step: row.keep_in_step,
        every_minutes: row.every_minutes,
        comment_when_proven: row.comment_since.is_some(),
        issues: u64::try_from(all.len()).unwrap_or(u64::MAX),
        synced_at: row.synced_at,
        due_at: due_at.filter(|_| asks),
        error: row.error,
        gone: all.iter().filter_map(gone).collect(),
        comment_errors: all.iter().filter_map(unwritten).collect(),
    })
}

fn gone((link, goal): &(Link, Goal)) -> Option<Gone> {
    Some(Gone { key: link.key.clone(), goal_key: goal.key.clone(), since: link.gone_since? })
}

fn unwritten((link, goal): &(Link, Goal)) -> Option<String> {
    let error = link.comment_error.as_ref().filter(|_| link.comment != CommentState::Sent)?;
    Some(format!("{} ({}): {error}", link.key, goal.key))
}
