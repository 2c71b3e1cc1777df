//! Sessions and what they ask, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, dispatch};

use crate::domain::{
    Page, Result,
    dispatch::{Ask, Centre, Dispatched, NewDispatch, Preview, Reply},
    feedback::Feedback,
    session::{LogPage, Pushed, SessionFilter, SessionView},
    work::Diff,
};
use dioxus::prelude::*;

/// Everything that waits, runs, or has just ended.
#[post("/rpc/sessions/centre", app: App, who: Caller)]
pub async fn centre() -> Result<Centre> {
    who.may_read()?;
    dispatch::centre(&app).await
}

/// Starts a session, or puts it into the queue.
#[post("/rpc/sessions/start", app: App, who: Caller)]
pub async fn start(new: NewDispatch) -> Result<Dispatched> {
    dispatch::start(&app, who.may_write()?, new).await
}

/// What would be started: the prompt, the agent, the limits, and what speaks against it.
#[post("/rpc/sessions/preview", app: App, who: Caller)]
pub async fn preview(new: NewDispatch) -> Result<Preview> {
    who.may_read()?;
    dispatch::preview(&app, new).await
}

/// A page of sessions, newest activity first.
#[post("/rpc/sessions/list", app: App, who: Caller)]
pub async fn list(filter: SessionFilter, cursor: Option<String>) -> Result<Page<SessionView>> {
    who.may_read()?;
    dispatch::list(app.store.reader(), filter, crate::domain::page::DEFAULT_LIMIT, cursor.as_deref()).await
}

/// A session; `id` may be its key.
#[post("/rpc/sessions/view", app: App, who: Caller)]
pub async fn view(id: String) -> Result<SessionView> {
    who.may_read()?;
    dispatch::view(app.store.reader(), &id).await
}

/// What happened in it after entry number `after`.
#[post("/rpc/sessions/log", app: App, who: Caller)]
pub async fn log(id: String, after: u64) -> Result<LogPage> {
    who.may_read()?;
    dispatch::log(&app, &id, after, None).await
}

/// Puts a session that waits before another one, or behind all others.
#[post("/rpc/sessions/move", app: App, who: Caller)]
pub async fn relocate(id: String, before: Option<String>) -> Result<SessionView> {
    let place = before.map_or(dispatch::Place::Last, dispatch::Place::Before);
    dispatch::relocate(&app, who.may_write()?, id, place).await
}

/// Ends it, kindly first.
#[post("/rpc/sessions/stop", app: App, who: Caller)]
pub async fn stop(id: String) -> Result<SessionView> {
    dispatch::stop(&app, who.may_write()?, id).await
}

/// Tells its agent something.
#[post("/rpc/sessions/message", app: App, who: Caller)]
pub async fn message(id: String, text: String) -> Result<SessionView> {
    dispatch::message(&app, who.may_write()?, id, text).await
}

/// Goes on with one that ended; without a prompt where its turn was cut off.
#[post("/rpc/sessions/resume", app: App, who: Caller)]
pub async fn resume(id: String, prompt: Option<String>) -> Result<Dispatched> {
    dispatch::resume(&app, who.may_write()?, id, prompt, crate::domain::dispatch::NewLimits::default()).await
}

/// What differs in its worktree from what it began with, with the patch of one file or of all.
#[post("/rpc/sessions/diff", app: App, who: Caller)]
pub async fn diff(id: String, path: Option<String>) -> Result<Diff> {
    who.may_read()?;
    dispatch::diff(&app, &id, path.as_deref()).await
}

/// Everything that it asked, newest first.
#[post("/rpc/sessions/asks", app: App, who: Caller)]
pub async fn asks(id: String) -> Result<Vec<Ask>> {
    who.may_read()?;
    dispatch::asks_of(app.store.reader(), &id).await
}

/// Answers an approval, once.
#[post("/rpc/sessions/answer", app: App, who: Caller)]
pub async fn answer(id: String, reply: Reply) -> Result<Ask> {
    dispatch::answer(&app, who.may_write()?, id, reply).await
}

/// Pushes its branch and opens a pull or merge request.
#[post("/rpc/sessions/push", app: App, who: Caller)]
pub async fn push(id: String) -> Result<Pushed> {
    dispatch::push(&app, who.may_write()?, id).await
}

/// What checks and reviewers say about its pull or merge requests.
#[post("/rpc/sessions/feedback", app: App, who: Caller)]
pub async fn feedback(id: String) -> Result<Feedback> {
    who.may_read()?;
    dispatch::feedback(&app, &id).await
}
