//! Who may send samples without credentials: whoever knows the secret of the source.

use super::store;
use crate::{
    domain::{Error, Result, id, metric_source::SourceKind},
    server::{
        App,
        auth::Caller,
        db::Tx,
        integrations::{self, series::read_eppo_webhook},
        secrets,
    },
};
use axum::http::HeaderMap;

const HEADER: &str = "x-maestro-signature";

/// Refuses a body that the secret of the source does not sign. Whether there is such a source is not told to strangers.
pub async fn verify(app: &App, name: &str, headers: &HeaderMap, body: &[u8]) -> Result<()> {
    let refused = || Error::Unauthorized {
        hint: format!("sign the raw body with the secret of this metric source: {HEADER}: sha256=<hex HMAC-SHA256>"),
    };
    let secret = secrets::get(app, &store::secret_name(&id::stored(name))).await?.ok_or_else(refused)?;
    let said = headers.get(HEADER).and_then(|v| v.to_str().ok()).ok_or_else(refused)?;
    if integrations::is_signed(&secret, body, said) { Ok(()) } else { Err(refused()) }
}

/// Takes Eppo's word, signed with the second secret of the source, that an experiment has new results: it is asked at once. False for a
/// source that is no experiment.
pub async fn news(app: &App, name: &str, body: &[u8]) -> Result<bool> {
    let source = match store::get(app.store.reader(), name).await {
        Ok(source) if source.kind == SourceKind::Eppo => source,
        Ok(_) | Err(Error::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let refused = |why: &str| Error::Unauthorized {
        hint: format!("{why}: Eppo signs with the webhook secret, which is this source's second secret"),
    };
    let secret = secrets::get(app, &store::second_name(&source.id)).await?.ok_or_else(|| refused("no webhook secret is set"))?;
    read_eppo_webhook(&secret, body).map_err(|distrust| refused(&distrust.to_string()))?;
    let op = async move |tx: &mut Tx| store::ask_now(tx, &source.id).await;
    app.store.write(&Caller::system("metrics webhook"), app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(true)
}
