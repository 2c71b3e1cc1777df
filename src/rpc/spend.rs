//! Spend, for the header of every page.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, spend};

use crate::domain::{Result, goal::Spend};
use dioxus::prelude::*;

/// What the agents cost within the last 24 hours.
#[post("/rpc/spend/day", app: App, who: Caller)]
pub async fn day() -> Result<Spend> {
    who.may_read()?;
    let since = app.clock.now() - chrono::Duration::hours(24);
    spend::since(app.store.reader(), since).await
}
