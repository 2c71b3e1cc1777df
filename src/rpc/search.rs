//! Search, for the palette.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, search as index};

use crate::domain::{Result, search::Hit};
use dioxus::prelude::*;

/// What has all the words of `q`, best first.
#[post("/rpc/search", app: App, who: Caller)]
pub async fn search(q: String) -> Result<Vec<Hit>> {
    who.may_read()?;
    index::search(&app, &q, 20).await
}
