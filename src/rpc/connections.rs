//! Connections, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, connections};

use crate::domain::{
    Result,
    connection::{Connection, ConnectionForm, ConnectionTest},
};
use dioxus::prelude::*;

/// All connections, without their secrets.
#[get("/rpc/connections", app: App, who: Caller)]
pub async fn list() -> Result<Vec<Connection>> {
    who.may_read()?;
    connections::list(&app).await
}

/// Adds a connection.
#[post("/rpc/connections/add", app: App, who: Caller)]
pub async fn add(form: ConnectionForm) -> Result<Connection> {
    connections::add(&app, who.may_write()?, form).await
}

/// Changes a connection; an absent secret stays, an empty one is removed.
#[post("/rpc/connections/change", app: App, who: Caller)]
pub async fn change(id: String, form: ConnectionForm) -> Result<Connection> {
    connections::change(&app, who.may_write()?, id, form, Default::default()).await
}

/// Takes a connection away.
#[post("/rpc/connections/remove", app: App, who: Caller)]
pub async fn remove(id: String) -> Result<()> {
    connections::remove(&app, who.may_write()?, id).await
}

/// Asks the peer whether address and secret are right.
#[post("/rpc/connections/test", app: App, who: Caller)]
pub async fn test(id: String) -> Result<ConnectionTest> {
    connections::test(&app, who.may_write()?, id).await
}
