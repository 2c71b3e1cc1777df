//! Goals from Jira, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, jira};

use crate::domain::{
    Result,
    jira::{ImportStep, Keeping, KeepingPatch, Preview, Query, Taken, suggest::Suggestions},
};
use dioxus::{fullstack::ServerEvents, prelude::*};

/// How goals are kept in step with each Jira that is connected.
#[post("/rpc/jira/keepings", app: App, who: Caller)]
pub async fn keepings() -> Result<Vec<Keeping>> {
    who.may_read()?;
    jira::keepings(&app).await
}

/// Turns the switches of a connection.
#[post("/rpc/jira/change", app: App, who: Caller)]
pub async fn change(connection: String, patch: KeepingPatch) -> Result<Keeping> {
    jira::change_keeping(&app, who.may_write()?, &connection, patch).await
}

/// Asks a Jira now for what changed.
#[post("/rpc/jira/sync", app: App, who: Caller)]
pub async fn sync(connection: String) -> Result<Taken> {
    who.may_write()?;
    jira::sync_now(&app, &connection).await
}

/// The issues of a query as they would become goals.
#[post("/rpc/jira/preview", app: App, who: Caller)]
pub async fn preview(query: Query) -> Result<Preview> {
    who.may_write()?;
    jira::preview(&app, query).await
}

/// Which issues are worth a goal, and how each could be measured.
#[post("/rpc/jira/suggest", app: App, who: Caller)]
pub async fn suggest(query: Query) -> Result<Suggestions> {
    who.may_write()?;
    jira::suggest(&app, query).await
}

/// Makes goals of issues; the page hears how far it is.
#[post("/rpc/jira/import", app: App, who: Caller)]
pub async fn import(query: Query) -> Result<ServerEvents<ImportStep>> {
    use futures::StreamExt;
    let steps = jira::steps(&app, who.may_write()?, query.check()?);
    Ok(ServerEvents::from_stream(steps.map(Ok)))
}

/// Writes the proof of a goal into its issue; where that is seen.
#[post("/rpc/jira/comment", app: App, who: Caller)]
pub async fn comment(goal: String) -> Result<String> {
    jira::comment(&app, who.may_write()?, &goal).await.map(|commented| commented.url)
}

/// What the issue of a goal says, if it was imported.
#[post("/rpc/jira/text", app: App, who: Caller)]
pub async fn text(goal: String) -> Result<Option<String>> {
    who.may_read()?;
    jira::text(&app, &goal).await
}
