//! The Inbox, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, reports};

use crate::domain::{Result, inbox::InboxItem, report::ReportAnswer};
use dioxus::prelude::*;

/// The reports that wait, newest first.
#[post("/rpc/inbox/list", app: App, who: Caller)]
pub async fn list() -> Result<Vec<InboxItem>> {
    who.may_read()?;
    Ok(reports::inbox(app.store.reader(), crate::domain::page::MOST, None).await?.items)
}

/// How many reports wait.
#[post("/rpc/inbox/count", app: App, who: Caller)]
pub async fn count() -> Result<u64> {
    who.may_read()?;
    reports::count_waiting(app.store.reader()).await
}

/// Gives a report its goal.
#[post("/rpc/inbox/assign", app: App, who: Caller)]
pub async fn assign(id: String, goal: String) -> Result<ReportAnswer> {
    reports::assign(&app, who.may_write()?, id, goal).await
}

/// Takes a report back from the goal that it was given to.
#[post("/rpc/inbox/unassign", app: App, who: Caller)]
pub async fn unassign(id: String) -> Result<()> {
    reports::unassign(&app, who.may_write()?, id).await
}

/// Puts a report aside.
#[post("/rpc/inbox/dismiss", app: App, who: Caller)]
pub async fn dismiss(id: String) -> Result<()> {
    reports::dismiss(&app, who.may_write()?, id).await
}

/// Puts a report that was dismissed back into the Inbox.
#[post("/rpc/inbox/bring-back", app: App, who: Caller)]
pub async fn bring_back(id: String) -> Result<()> {
    reports::bring_back(&app, who.may_write()?, id).await
}
