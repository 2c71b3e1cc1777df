//! Asking a Jira in somebody's name: what it refuses becomes an error for callers and a mark on the connection.

use crate::{
    domain::{Error, Result, connection::Connection},
    server::{
        App,
        auth::Caller,
        connections::{self, Mark},
        db::{Change, Tx},
        integrations::{SourceError, jira::Jira},
    },
};
use chrono::{DateTime, Utc};

/// Opens a connection, unless its Jira wants to be left alone.
pub async fn open(app: &App, connection_id: Option<&str>) -> Result<(Connection, Jira)> {
    let connection = connections::jira(app, connection_id).await?;
    let now = app.clock.now();
    if let Some(until) = connection.retry_at.filter(|at| *at > now && connection.status == "limited") {
        let wait = u64::try_from((until - now).num_seconds()).unwrap_or_default().max(1);
        let message = format!("Jira wants to be left alone until {} UTC", until.format("%H:%M"));
        return Err(Error::Busy { message, retry_after: wait });
    }
    match connections::open_jira(app, &connection).await? {
        Ok(jira) => Ok((connection, jira)),
        Err(error) => Err(failed(app, &connection, &error).await?),
    }
}

/// The error that a caller sees; a refusal of the query is one of the field `/jql`.
pub async fn refused(app: &App, connection: &Connection, error: SourceError) -> Result<Error> {
    match error {
        SourceError::Refused { detail } => Ok(Error::invalid("/jql", said(&detail))),
        error => failed(app, connection, &error).await,
    }
}

/// The same where no query was asked.
pub async fn failed(app: &App, connection: &Connection, error: &SourceError) -> Result<Error> {
    let mark = connections::mark_of(error, 0, app.clock.now());
    note(app, connection, mark).await?;
    Ok(told(error, app.clock.now()))
}

/// What a caller hears of it.
pub fn told(error: &SourceError, now: DateTime<Utc>) -> Error {
    let message = said(&error.to_string());
    match error {
        SourceError::RateLimited { until, .. } => {
            let wait = until.map_or(60, |at| u64::try_from((at - now).num_seconds()).unwrap_or_default().max(1));
            Error::Busy { message, retry_after: wait }
        }
        _ => Error::unreachable(message),
    }
}

/// Notes that the connection works, where it was not known.
pub async fn well(app: &App, connection: &Connection) -> Result<()> {
    if connection.status == "ok" && connection.retry_at.is_none() {
        return Ok(());
    }
    note(app, connection, Mark { status: "ok", detail: None, retry_at: None }).await
}

async fn note(app: &App, connection: &Connection, mark: Mark) -> Result<()> {
    let connection = connection.clone();
    let op = async move |tx: &mut Tx| noted(tx, &connection, &mark).await;
    app.store.write(&Caller::system("jira"), app.clock.now(), op).await
}

/// Stores how a connection is, and tells who is looking where that changed.
pub async fn noted(tx: &mut Tx, connection: &Connection, mark: &Mark) -> Result<()> {
    connections::mark(tx, &connection.id, mark, Some(tx.now())).await?;
    if connection.status == mark.status {
        return Ok(());
    }
    let summary = format!("Jira is {}: {}", mark.status, mark.detail.as_deref().unwrap_or_default());
    let summary = summary.trim_end_matches([':', ' ']).to_owned();
    tx.record(Change { kind: "connection.updated", subject_id: Some(&connection.id), summary, ..Default::default() }).await
}

fn said(detail: &str) -> String {
    format!("Jira {detail}")
}
