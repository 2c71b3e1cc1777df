//! An address that shows a dashboard of QuickSight on a page of ours.

use super::{read, store};
use crate::{
    domain::{
        Error, Result,
        metric_source::{EmbedRequest, Embedded, SourceKind},
    },
    server::{
        App,
        integrations::{
            SourceError,
            series::{Embedding, embed_url},
        },
    },
};

/// As long as a person looks at a dashboard.
const USUAL: u16 = 60;

/// Asks for a new address: each is good for one look.
///
/// # Errors
/// The source is not of QuickSight, or QuickSight refuses, in its own words.
pub async fn embed(app: &App, id: &str, request: EmbedRequest) -> Result<Embedded> {
    let source = store::get(app.store.reader(), id).await?;
    if source.kind != SourceKind::Quicksight {
        return Err(Error::conflict(format!(
            "only dashboards of QuickSight are embedded; {} is read from {}",
            source.name,
            source.kind.label()
        )));
    }
    let user_arn = request.user_arn.trim().to_owned();
    if !user_arn.starts_with("arn:") {
        return Err(Error::invalid("/userArn", "is required: the ARN of a user of QuickSight, as arn:aws:quicksight:…"));
    }
    // Of pages without encryption QuickSight knows only `localhost`, which is this machine too.
    let origin = app.config.base_url().replacen("//127.0.0.1", "//localhost", 1);
    let wish = Embedding { user_arn, origin, minutes: request.minutes.unwrap_or(USUAL) };
    let options = read::options(app, &source, None, None).await?;
    let url = embed_url(&options, &wish, app.clock.now()).await.map_err(|error| match error {
        SourceError::Refused { detail } => Error::invalid("", detail),
        other => Error::unreachable(other.to_string()),
    })?;
    Ok(Embedded { url })
}
