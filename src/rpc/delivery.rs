//! How the work of sessions leaves the house, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, delivery, etag::Seen};

use crate::domain::{
    Result,
    delivery::{Delivery, DeliveryPatch},
};
use dioxus::prelude::*;

/// How it is set.
#[post("/rpc/delivery/read", app: App, who: Caller)]
pub async fn read() -> Result<Delivery> {
    who.may_read()?;
    delivery::read(app.store.reader()).await
}

/// Changes what is named.
#[post("/rpc/delivery/change", app: App, who: Caller)]
pub async fn change(patch: DeliveryPatch) -> Result<Delivery> {
    delivery::change(&app, who.may_write()?, patch, Seen::Unsaid).await
}
