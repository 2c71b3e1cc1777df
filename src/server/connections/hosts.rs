//! Which connection leads to the host of a reference, and its client.

use super::{addresses, ops, store};
use crate::{
    domain::{
        Result,
        artifact::ArtifactType,
        connection::{Connection, ConnectionKind},
        reference::{Reference, Remote},
    },
    server::{
        App,
        auth::Caller,
        db::{Tx, new_id},
        integrations::{CodeHost, Options, SourceError},
        secrets,
    },
};

/// The connection to the host of `reference`; none where a person has to add one first.
///
/// An address in a report must not make us ask any host it names. Only the two public ones are asked without a
/// connection; then one without a token is added, so that its limit is seen in Settings.
pub async fn for_reference(app: &App, reference: &Reference) -> Result<Option<Connection>> {
    let all = store::list(app.store.reader()).await?;
    let leads = |c: &Connection| c.kind == reference.host && c.web_url.as_deref().is_some_and(|web| reference.repo_at(web).is_some());
    let best = all.into_iter().filter(leads).max_by_key(|c| c.web_url.as_deref().map_or(0, str::len));
    let public = reference.host.default_base_url().and_then(|base| addresses::web_url(reference.host, base));
    match best {
        None if public.as_deref() == Some(&reference.web_url) => anonymous(app, reference.host).await,
        found => Ok(found),
    }
}

/// The connection with a token to the host of `reference`; none where a person has to add one first.
pub async fn with_token(app: &App, reference: &Reference) -> Result<Option<Connection>> {
    let all = ops::list(app).await?.into_iter().filter(|c| c.kind == reference.host && c.secret_last4.is_some());
    let leads = all.filter(|c| c.web_url.as_deref().is_some_and(|web| reference.repo_at(web).is_some()));
    Ok(leads.max_by_key(|c| c.web_url.as_deref().map_or(0, str::len)))
}

/// The connection with a token to the host of a remote, and the repository's name there; none where a person has to add one first.
pub async fn for_remote(app: &App, remote: &Remote) -> Result<Option<(Connection, String)>> {
    let all = ops::list(app).await?;
    let at = |c: &Connection| {
        let named = |host| Reference {
            host,
            web_url: remote.web_url.clone(),
            repo: remote.repo.clone(),
            kind: ArtifactType::Pr,
            number: None,
            sha: None,
        };
        named(c.kind).repo_at(c.web_url.as_deref()?).map(str::to_owned)
    };
    let known = all.into_iter().filter(|c| c.kind.is_code_host() && c.secret_last4.is_some());
    Ok(known.filter_map(|c| at(&c).map(|repo| (c, repo))).max_by_key(|(c, _)| c.web_url.as_deref().map_or(0, str::len)))
}

/// Adds the connection without a token to a public host; none if its address is taken by one that leads elsewhere.
async fn anonymous(app: &App, kind: ConnectionKind) -> Result<Option<Connection>> {
    let Some(base_url) = kind.default_base_url() else { return Ok(None) };
    let op = async move |tx: &mut Tx| {
        if store::list(tx.db()).await?.iter().any(|c| c.kind == kind && c.base_url == base_url) {
            return Ok(None);
        }
        let web_url = addresses::web_url(kind, base_url);
        let id = new_id();
        store::insert(tx, &id, kind, (base_url, web_url.as_deref()), None).await?;
        ops::record(tx, "connection.added", &id, format!("connected to {} without a token", kind.label())).await?;
        store::get(tx.db(), &id).await.map(Some)
    };
    app.store.write(&Caller::system("poll"), app.clock.now(), op).await
}

/// The client of a connection, and whether it asks without a token.
pub async fn code_host(app: &App, connection: &Connection) -> Result<(Result<CodeHost, SourceError>, bool)> {
    let token = secrets::get(app, &token_name(&connection.id)).await?;
    let anonymous = token.is_none();
    let options = Options::new(connection.base_url.clone(), token);
    let web_url = connection.web_url.as_deref().unwrap_or(&connection.base_url);
    Ok((CodeHost::new(connection.kind, &options, web_url), anonymous))
}

/// The secrets that webhooks of this kind of host may be signed with.
pub async fn webhook_secrets(app: &App, kind: ConnectionKind) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for connection in store::list(app.store.reader()).await?.into_iter().filter(|c| c.kind == kind) {
        found.extend(secrets::get(app, &webhook_name(&connection.id)).await?);
    }
    Ok(found)
}

/// Under which the token or key is kept.
pub(super) fn token_name(id: &str) -> String {
    format!("connection/{id}/token")
}

/// Under which the secret of its webhooks is kept.
pub(super) fn webhook_name(id: &str) -> String {
    format!("connection/{id}/webhook")
}
