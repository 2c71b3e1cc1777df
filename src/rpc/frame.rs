//! The figures of header and navigation, in one call.

#[cfg(feature = "server")]
use crate::server::{
    App,
    auth::{self, Caller},
    budget, connections, dispatch, events, people, reports, repositories,
};

use crate::domain::{Result, frame::Frame};
use dioxus::prelude::*;

/// What the frame around every page shows.
#[post("/rpc/frame", app: App, who: Caller)]
pub async fn frame() -> Result<Frame> {
    who.may_read()?;
    let db = app.store.reader();
    let now = app.clock.now();
    // The number first: what happens while the rest is read is told again, not missed.
    let seq = events::latest(db).await?;
    Ok(Frame {
        name: who.actor,
        person: who.person,
        people: people::list(db).await?,
        seq,
        waiting: reports::count_waiting(db).await?,
        asks: dispatch::pending(db).await?,
        day: budget::today(db, now).await?,
        repository_known: !repositories::list(db).await?.is_empty(),
        agents_known: auth::agents_known(db).await?,
        code_host_known: connections::code_host_known(db).await?,
        today: now.date_naive(),
    })
}
