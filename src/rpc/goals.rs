//! Goals, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, events, goals};

use crate::domain::{
    Page, Result,
    board::Board,
    context::{ContextChange, ContextVersion},
    event::Event,
    goal::{Goal, GoalDetail, GoalFilter, GoalPatch, GoalStatus, GoalSummary, NewGoal},
    outcome::OutcomesPatch,
};
use dioxus::prelude::*;

/// The board with this filter; `more` is a column whose cards are wanted beyond the first, and how many.
#[post("/rpc/goals/board", app: App, who: Caller)]
pub async fn board(filter: GoalFilter, more: Option<(GoalStatus, u64)>) -> Result<Board> {
    who.may_read()?;
    goals::board(app.store.reader(), &filter, more).await
}

/// A page of goals as a list, newest activity first.
#[post("/rpc/goals/list", app: App, who: Caller)]
pub async fn list(filter: GoalFilter, cursor: Option<String>) -> Result<Page<GoalSummary>> {
    who.may_read()?;
    goals::list(app.store.reader(), &filter, crate::domain::page::DEFAULT_LIMIT, cursor.as_deref()).await
}

/// A goal with everything that belongs to it; `id` may be its key.
#[post("/rpc/goals/detail", app: App, who: Caller)]
pub async fn detail(id: String) -> Result<GoalDetail> {
    who.may_read()?;
    goals::detail(app.store.reader(), &id, app.clock.now()).await
}

/// The newest entries of the activity log about a goal.
#[post("/rpc/goals/activity", app: App, who: Caller)]
pub async fn activity(id: String) -> Result<Vec<Event>> {
    who.may_read()?;
    let goal = goals::id_of(app.store.reader(), &id).await?;
    events::of_goal(app.store.reader(), goal.as_str(), 50).await
}

/// Adds a goal.
#[post("/rpc/goals/create", app: App, who: Caller)]
pub async fn create(new: NewGoal) -> Result<Goal> {
    goals::create(&app, who.may_write()?, new).await
}

/// Changes a goal; `seen` is the version that the page shows, for fields where nobody's edit may be lost.
#[post("/rpc/goals/change", app: App, who: Caller)]
pub async fn change(id: String, patch: GoalPatch, seen: Option<i64>) -> Result<Goal> {
    goals::change(&app, who.may_write()?, id, patch, seen).await
}

/// Puts a goal into the archive.
#[post("/rpc/goals/archive", app: App, who: Caller)]
pub async fn archive(id: String) -> Result<Goal> {
    goals::archive(&app, who.may_write()?, id).await
}

/// Takes a goal out of the archive.
#[post("/rpc/goals/restore", app: App, who: Caller)]
pub async fn restore(id: String) -> Result<Goal> {
    goals::restore(&app, who.may_write()?, id).await
}

/// Sets the qualitative outcomes of a goal.
#[post("/rpc/goals/outcomes", app: App, who: Caller)]
pub async fn outcomes(id: String, patch: OutcomesPatch) -> Result<Goal> {
    goals::set_outcomes(&app, who.may_write()?, id, patch, None).await
}

/// The context document of a goal with its version.
#[post("/rpc/goals/context", app: App, who: Caller)]
pub async fn context(id: String) -> Result<(i64, String)> {
    who.may_read()?;
    goals::context(app.store.reader(), &id).await
}

/// All versions of the context document, the newest first.
#[post("/rpc/goals/context-versions", app: App, who: Caller)]
pub async fn context_versions(id: String) -> Result<Vec<ContextVersion>> {
    who.may_read()?;
    goals::context_versions(app.store.reader(), &id).await
}

/// One of them, and what it changed.
#[post("/rpc/goals/context-change", app: App, who: Caller)]
pub async fn context_change(id: String, version: i64) -> Result<ContextChange> {
    who.may_read()?;
    goals::context_change(app.store.reader(), &id, version).await
}

/// Puts a new version of the context document in place; gives back its number.
#[post("/rpc/goals/put-context", app: App, who: Caller)]
pub async fn put_context(id: String, markdown: String, seen: i64) -> Result<i64> {
    goals::put_context(&app, who.may_write()?, id, markdown, seen.into()).await
}

/// Puts the example of the first run on the board again.
#[post("/rpc/goals/example", app: App, who: Caller)]
pub async fn example() -> Result<Goal> {
    goals::add_example(&app, who.may_write()?).await
}
