//! Budgets and routing, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, budget, etag::Seen, routing};

use crate::domain::{
    Result,
    budget::{Budget, CapsPatch},
    routing::{Routing, Trial, Tried},
};
use dioxus::prelude::*;

/// How the money stands.
#[post("/rpc/money/budget", app: App, who: Caller)]
pub async fn budget() -> Result<Budget> {
    who.may_read()?;
    budget::budget(app.store.reader(), app.clock.now()).await
}

/// Changes caps.
#[post("/rpc/money/caps", app: App, who: Caller)]
pub async fn change_caps(patch: CapsPatch) -> Result<Budget> {
    budget::change(&app, who.may_write()?, patch, Seen::Unsaid).await
}

/// The routing rules.
#[post("/rpc/money/routing", app: App, who: Caller)]
pub async fn routing() -> Result<Routing> {
    who.may_read()?;
    routing::read(app.store.reader()).await
}

/// Puts other routing rules in their place.
#[post("/rpc/money/set-routing", app: App, who: Caller)]
pub async fn set_routing(rules: Routing) -> Result<Routing> {
    routing::write(&app, who.may_write()?, rules, Seen::Unsaid).await
}

/// Which rule a text hits, and what it would cost.
#[post("/rpc/money/try", app: App, who: Caller)]
pub async fn try_routing(trial: Trial) -> Result<Tried> {
    who.may_read()?;
    routing::attempt(app.store.reader(), trial, app.clock.now()).await
}
