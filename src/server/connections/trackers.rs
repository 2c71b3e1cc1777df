//! Which Jira is asked, and what its refusals mean for the connection.

use super::{
    hosts::token_name,
    store::{self, Mark},
};
use crate::{
    domain::{
        Error, Result,
        connection::{Connection, ConnectionKind},
    },
    server::{
        App,
        integrations::{Options, SourceError, jira::Jira, untold_wait},
        secrets,
    },
};
use chrono::{DateTime, Duration, Utc};

/// A wrong secret stays wrong until somebody acts; it is tried again now and then in case the peer was at fault.
const UNAUTHORIZED: Duration = Duration::hours(1);

/// The connection to a Jira with that id, or the only one there is.
pub async fn jira(app: &App, id: Option<&str>) -> Result<Connection> {
    let db = app.store.reader();
    if let Some(id) = id {
        let found = store::get(db, id).await.map_err(|_| Error::invalid("/connectionId", format!("there is no connection {id}")))?;
        if found.kind != ConnectionKind::Jira {
            return Err(Error::invalid("/connectionId", format!("leads to {}, not to a Jira", found.kind.label())));
        }
        return Ok(found);
    }
    let mut all = jiras(app).await?.into_iter();
    let first = all.next().ok_or_else(|| Error::conflict("no Jira is connected; connect one in Settings under Integrations"))?;
    let others: Vec<String> = all.map(|c| format!("{} ({})", c.id, c.base_url)).collect();
    if others.is_empty() {
        return Ok(first);
    }
    let named = format!("{} ({}), {}", first.id, first.base_url, others.join(", "));
    Err(Error::invalid("/connectionId", format!("several Jiras are connected, say which: {named}")))
}

/// All connections to a Jira, oldest first.
pub async fn jiras(app: &App) -> Result<Vec<Connection>> {
    let all = store::list(app.store.reader()).await?;
    Ok(all.into_iter().filter(|c| c.kind == ConnectionKind::Jira).collect())
}

/// The connection to the Jira that shows the page at `url`.
pub async fn jira_at(app: &App, url: &str) -> Result<Connection> {
    let inside = |web: &str| url.starts_with(&format!("{}/", web.trim_end_matches('/')));
    let leads = |c: &Connection| inside(&c.base_url) || c.web_url.as_deref().is_some_and(inside);
    let found = jiras(app).await?.into_iter().filter(leads).max_by_key(|c| c.base_url.len());
    found.ok_or_else(|| Error::conflict(format!("no connection leads to the Jira of {url}; connect it in Settings under Integrations")))
}

/// The client of a connection to a Jira.
pub async fn open(app: &App, connection: &Connection) -> Result<Result<Jira, SourceError>> {
    let token = secrets::get(app, &token_name(&connection.id)).await?;
    let options = Options::new(connection.base_url.clone(), token);
    Ok(Jira::open(&options, connection.web_url.as_deref(), app.clock.now()).await)
}

/// How a connection is after an error, with so many of them before in a row.
pub fn mark_of(error: &SourceError, attempts: u32, now: DateTime<Utc>) -> Mark {
    let detail = Some(error.to_string());
    let untold = now + untold_wait(attempts);
    match error {
        SourceError::RateLimited { until, .. } => Mark { status: "limited", detail, retry_at: Some(until.unwrap_or(untold)) },
        SourceError::Unauthorized { .. } => Mark { status: "failing", detail, retry_at: Some(now + UNAUTHORIZED) },
        SourceError::Outage { .. } | SourceError::Malformed { .. } => Mark { status: "failing", detail, retry_at: Some(untold) },
        SourceError::NotFound { .. } | SourceError::Refused { .. } => Mark { status: "failing", detail, retry_at: None },
    }
}
