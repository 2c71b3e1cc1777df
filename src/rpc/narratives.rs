//! Narratives, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, narratives};

use crate::domain::{
    Result,
    narrative::{Narrative, NarrativeEdit, Piece, Tone},
};
use dioxus::{fullstack::ServerEvents, prelude::*};

/// Writes a narrative about a goal; the page hears it as it is written.
#[post("/rpc/narratives/write", app: App, who: Caller)]
pub async fn write(goal: String, tone: Tone) -> Result<ServerEvents<Piece>> {
    use futures::StreamExt;
    let pieces = narratives::pieces(&app, who.may_write()?, goal, tone).await?;
    Ok(ServerEvents::from_stream(pieces.map(Ok)))
}

/// The narrative with that id, and its text as HTML with its figures marked.
#[post("/rpc/narratives/shown", app: App, who: Caller)]
pub async fn shown(id: String) -> Result<(Narrative, String)> {
    who.may_read()?;
    narratives::shown(&app, &id).await
}

/// Replaces the text of a narrative; its figures are checked again.
#[post("/rpc/narratives/change", app: App, who: Caller)]
pub async fn change(id: String, edit: NarrativeEdit, seen: Option<i64>) -> Result<Narrative> {
    narratives::change(&app, who.may_write()?, id, edit, seen).await
}
