//! Markdown, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, markdown};

use crate::domain::Result;
use dioxus::prelude::*;

/// Markdown as HTML that is safe to put into a page.
#[post("/rpc/markdown/html", app: App, who: Caller)]
pub async fn html(text: String) -> Result<String> {
    let _ = app;
    who.may_read()?;
    Ok(markdown::html(&text))
}
