//! Which model writes, if any.

use crate::{
    domain::{Result, connection::ConnectionKind},
    server::{
        App,
        ai::{Options, Vendor},
        connections,
    },
};

/// The model to ask: that of the first connection to one, else of a key in the environment; none without either.
pub async fn engine(app: &App) -> Result<Option<Options>> {
    for (connection, key) in connections::models(app).await? {
        let key = key.or_else(|| from_environment(app, connection.kind, &connection.base_url));
        // Only compatible servers answer without a key.
        let asks = key.is_some() || (connection.kind == ConnectionKind::Openai && !is_vendors(connection.kind, &connection.base_url));
        if let Some(vendor) = vendor(connection.kind).filter(|_| asks) {
            let model = connection.model.unwrap_or_else(|| default_model(vendor).to_owned());
            return Ok(Some(Options::new(vendor, connection.base_url, key, model)));
        }
    }
    let from_keys = [ConnectionKind::Anthropic, ConnectionKind::Openai].into_iter().find_map(|kind| {
        let key = from_environment(app, kind, kind.default_base_url())?;
        let vendor = vendor(kind)?;
        Some(Options::new(vendor, kind.default_base_url(), Some(key), default_model(vendor)))
    });
    Ok(from_keys)
}

/// The environment's key goes to its vendor and to nobody else.
fn from_environment(app: &App, kind: ConnectionKind, base_url: &str) -> Option<String> {
    let key = match kind {
        ConnectionKind::Anthropic => &app.config.anthropic_key,
        ConnectionKind::Openai => &app.config.openai_key,
        ConnectionKind::Github | ConnectionKind::Gitlab => &None,
    };
    key.clone().filter(|_| is_vendors(kind, base_url))
}

fn is_vendors(kind: ConnectionKind, base_url: &str) -> bool {
    let host = |url: &str| url.split("://").nth(1).map(|rest| rest.split('/').next().unwrap_or_default().to_lowercase());
    host(base_url) == host(kind.default_base_url())
}

fn vendor(kind: ConnectionKind) -> Option<Vendor> {
    match kind {
        ConnectionKind::Anthropic => Some(Vendor::Anthropic),
        ConnectionKind::Openai => Some(Vendor::OpenAi),
        ConnectionKind::Github | ConnectionKind::Gitlab => None,
    }
}

fn default_model(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Anthropic => "claude-sonnet-5-5",
        Vendor::OpenAi => "gpt-6.1-sol",
    }
}

/// `anthropic claude-sonnet-5-5`, for the reader.
pub fn name(options: &Options, model: &str) -> String {
    let vendor = match options.vendor {
        Vendor::Anthropic => "anthropic",
        Vendor::OpenAi => "openai",
    };
    format!("{vendor} {model}")
}
