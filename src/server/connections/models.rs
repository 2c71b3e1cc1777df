//! Which model is asked for text, if any.

use super::{hosts::token_name, store};
use crate::{
    domain::{
        Result,
        connection::{Connection, ConnectionKind},
    },
    server::{
        App,
        ai::{Options, Vendor},
        secrets,
    },
};

/// The model to ask: that of the first connection to one, else of a key in the environment; none without either.
pub async fn model(app: &App) -> Result<Option<Options>> {
    for connection in store::list(app.store.reader()).await? {
        if let Some(options) = options(app, &connection).await? {
            return Ok(Some(options));
        }
    }
    let from_keys = [ConnectionKind::Anthropic, ConnectionKind::Openai].into_iter().find_map(|kind| {
        let base_url = kind.default_base_url()?;
        let key = from_environment(app, kind, base_url)?;
        let vendor = vendor(kind)?;
        Some(Options::new(vendor, base_url, Some(key), default_model(vendor)))
    });
    Ok(from_keys)
}

/// How the model of a connection is asked; none for what is no model, and for a vendor without a key.
pub(super) async fn options(app: &App, connection: &Connection) -> Result<Option<Options>> {
    let Some(vendor) = vendor(connection.kind) else { return Ok(None) };
    let stored = secrets::get(app, &token_name(&connection.id)).await?;
    let key = stored.or_else(|| from_environment(app, connection.kind, &connection.base_url));
    // Only compatible servers answer without a key.
    if key.is_none() && (vendor == Vendor::Anthropic || is_vendors(connection.kind, &connection.base_url)) {
        return Ok(None);
    }
    let model = connection.model.clone().unwrap_or_else(|| default_model(vendor).to_owned());
    Ok(Some(Options::new(vendor, connection.base_url.clone(), key, model)))
}

/// The environment's key goes to its vendor and to nobody else.
fn from_environment(app: &App, kind: ConnectionKind, base_url: &str) -> Option<String> {
    let key = match kind {
        ConnectionKind::Anthropic => &app.config.anthropic_key,
        ConnectionKind::Openai => &app.config.openai_key,
        ConnectionKind::Github | ConnectionKind::Gitlab | ConnectionKind::Jira => &None,
    };
    key.clone().filter(|_| is_vendors(kind, base_url))
}

fn is_vendors(kind: ConnectionKind, base_url: &str) -> bool {
    let origin = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        Some((scheme.to_lowercase(), rest.split('/').next().unwrap_or_default().to_lowercase()))
    };
    kind.default_base_url().is_some_and(|own| origin(base_url) == origin(own))
}

fn vendor(kind: ConnectionKind) -> Option<Vendor> {
    match kind {
        ConnectionKind::Anthropic => Some(Vendor::Anthropic),
        ConnectionKind::Openai => Some(Vendor::OpenAi),
        ConnectionKind::Github | ConnectionKind::Gitlab | ConnectionKind::Jira => None,
    }
}

fn default_model(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Anthropic => "claude-sonnet-5-5",
        Vendor::OpenAi => "gpt-6.1-sol",
    }
}
