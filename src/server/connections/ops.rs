//! Adding, changing, removing and testing connections.

use super::{
    addresses,
    hosts::{code_host, token_name, webhook_name},
    models,
    store::{self, Mark},
    trackers,
};
use crate::{
    domain::{
        Error, Result,
        connection::{Connection, ConnectionForm, ConnectionKind, ConnectionTest},
        id, reference,
    },
    server::{
        App, ai,
        auth::Caller,
        db::{Change, Tx, new_id},
        etag::Seen,
        integrations::SourceError,
        jira, pulls,
        secrets::{self, Sealed},
    },
};
use futures::FutureExt;
use sea_orm::ConnectionTrait;
use serde::Serialize;

/// All connections, without their secrets.
pub async fn list(app: &App) -> Result<Vec<Connection>> {
    let mut all = Vec::new();
    for connection in store::list(app.store.reader()).await? {
        all.push(with_last4(app.store.reader(), connection).await?);
    }
    Ok(all)
}

/// Adds a connection; what waits for its host is fetched at once.
pub async fn add(app: &App, who: &Caller, form: ConnectionForm) -> Result<Connection> {
    let form = form.check()?;
    let kind = form.kind.ok_or_else(|| Error::invalid("/kind", "must say what it leads to: github, gitlab, jira, anthropic or openai"))?;
    let base_url = addresses::base_url(kind, form.base_url.clone())?;
    let web_url = form.web_url.clone().or_else(|| addresses::web_url(kind, &base_url)).filter(|_| kind.has_pages());
    let web_url = web_url.map(|url| reference::normal_web_url(&url).unwrap_or(url));
    let id = new_id();
    let sealed = seal(app, &id, &form)?;
    let op = async move |tx: &mut Tx| {
        store::insert(tx, &id, kind, (&base_url, web_url.as_deref()), form.model.as_deref()).await?;
        for secret in &sealed {
            secret.save(tx).await?;
        }
        record(tx, "connection.added", &id, format!("connected to {} at {base_url}", kind.label())).await?;
        if let Some(web_url) = &web_url {
            pulls::wake_host(tx, web_url).await?;
        }
        Ok(id)
    };
    let id = app.store.write(who, app.clock.now(), op).await?;
    app.fetch.notify_one();
    get(app, &id).await
}

/// Changes where a connection leads or with which secret, if its settings are still as they were `seen`; its kind stays.
pub async fn change(app: &App, who: &Caller, id: String, form: ConnectionForm, seen: Seen) -> Result<Connection> {
    let id = id::stored(&id);
    let form = form.check()?;
    let sealed = seal(app, &id, &form)?;
    let op = async move |tx: &mut Tx| {
        let mut connection = with_last4(tx.db(), store::get(tx.db(), &id).await?).await?;
        seen.check(&settings(&connection))?;
        if form.kind.is_some_and(|kind| kind != connection.kind) {
            return Err(Error::invalid("/kind", "cannot change; remove this connection and add another"));
        }
        if let Some(base_url) = form.base_url.clone() {
            let base_url = addresses::base_url(connection.kind, Some(base_url))?;
            if form.secret.is_none() && connection.secret_last4.is_some() && !secrets::same_origin(&base_url, &connection.base_url) {
                return Err(secrets::needed_again("/secret", &connection.base_url));
            }
            if base_url != connection.base_url {
                connection.web_url = addresses::web_url(connection.kind, &base_url);
                connection.base_url = base_url;
            }
        }
        if let Some(web_url) = form.web_url.as_deref().filter(|_| connection.kind.has_pages()) {
            connection.web_url = reference::normal_web_url(web_url);
        }
        connection.model = form.model.clone().or(connection.model);
        store::save(tx, &connection).await?;
        for secret in &sealed {
            secret.save(tx).await?;
        }
        forget(tx, &id, &form).await?;
        // Another token or address may see other things, and what was wrong may be right now.
        store::forget_answers(tx, &id).await?;
        store::mark(tx, &id, &Mark::UNKNOWN, None).await?;
        jira::wake(tx, &id).await?;
        record(tx, "connection.updated", &id, format!("changed the connection to {}", connection.kind.label())).await?;
        if let Some(web_url) = &connection.web_url {
            pulls::wake_host(tx, web_url).await?;
        }
        Ok(id)
    };
    let id = app.store.write(who, app.clock.now(), op).await?;
    app.fetch.notify_one();
    get(app, &id).await
}

/// Takes a connection away with its secrets; what was fetched stays.
pub async fn remove(app: &App, who: &Caller, id: String) -> Result<()> {
    let id = id::stored(&id);
    let names = [token_name(&id), webhook_name(&id)];
    let op = async move |tx: &mut Tx| {
        let connection = store::get(tx.db(), &id).await?;
        store::forget_answers(tx, &id).await?;
        store::delete(tx, &id).await?;
        jira::forget(tx, &id).await?;
        record(tx, "connection.removed", &id, format!("removed the connection to {}", connection.kind.label())).await
    };
    app.store.write(who, app.clock.now(), op).await?;
    for name in names {
        secrets::remove(app, who, &name).await?;
    }
    Ok(())
}

/// Asks the peer whether address and token are right, and says so in its own words.
pub async fn test(app: &App, who: &Caller, id: String) -> Result<ConnectionTest> {
    let id = id::stored(&id);
    let connection = store::get(app.store.reader(), &id).await?;
    let (ok, mark) = match connection.kind {
        ConnectionKind::Github | ConnectionKind::Gitlab => test_host(app, &connection).await?,
        ConnectionKind::Jira => test_jira(app, &connection).await?,
        ConnectionKind::Anthropic | ConnectionKind::Openai => test_model(app, &connection).await?,
    };
    let detail = mark.detail.clone().unwrap_or_default();
    let op = async move |tx: &mut Tx| store::mark(tx, &id, &mark, Some(tx.now())).await;
    app.store.write(who, app.clock.now(), op).await?;
    Ok(ConnectionTest { ok, detail })
}

async fn test_model(app: &App, connection: &Connection) -> Result<(bool, Mark)> {
    let told = match models::options(app, connection).await? {
        Some(options) => ai::probe(&options).await.map_err(|error| error.to_string()),
        None => Err("there is no key: enter one, or set it in the environment of the server".into()),
    };
    let (ok, status) = if told.is_ok() { (true, "ok") } else { (false, "failing") };
    let (Ok(detail) | Err(detail)) = told;
    Ok((ok, Mark { status, detail: Some(detail), retry_at: None }))
}

async fn test_host(app: &App, connection: &Connection) -> Result<(bool, Mark)> {
    let (host, anonymous) = code_host(app, connection).await?;
    let told = match host {
        Ok(host) => host.probe(&|_| async { None }.boxed(), app.clock.now()).await.0,
        Err(error) => Err(error),
    };
    let as_whom = if anonymous { "without a token: " } else { "" };
    Ok(match told {
        Ok(words) => (true, Mark { status: "ok", detail: Some(format!("{as_whom}{words}")), retry_at: None }),
        Err(SourceError::RateLimited { until, detail }) => (false, Mark { status: "limited", detail: Some(detail), retry_at: until }),
        Err(error) => (false, Mark { status: "failing", detail: Some(format!("{as_whom}{error}")), retry_at: None }),
    })
}

async fn test_jira(app: &App, connection: &Connection) -> Result<(bool, Mark)> {
    let told = match trackers::open(app, connection).await? {
        Ok(jira) => jira.probe().await,
        Err(error) => Err(error),
    };
    Ok(match told {
        Ok(words) => (true, Mark { status: "ok", detail: Some(words), retry_at: None }),
        Err(error) => (false, trackers::mark_of(&error, 0, app.clock.now())),
    })
}

async fn get(app: &App, id: &str) -> Result<Connection> {
    with_last4(app.store.reader(), store::get(app.store.reader(), id).await?).await
}

/// What a person has set: how the peer answered comes and goes by itself.
pub fn settings(connection: &Connection) -> impl Serialize + use<> {
    let at = (connection.base_url.clone(), connection.web_url.clone(), connection.model.clone());
    (connection.id.clone(), at, connection.secret_last4.clone(), connection.webhook_last4.clone())
}

async fn with_last4(db: &impl ConnectionTrait, connection: Connection) -> Result<Connection> {
    let secret_last4 = secrets::last4(db, &token_name(&connection.id)).await?;
    let webhook_last4 = secrets::last4(db, &webhook_name(&connection.id)).await?;
    Ok(Connection { secret_last4, webhook_last4, ..connection })
}

/// Seals the secrets that were given, ready to be stored with the connection.
fn seal(app: &App, id: &str, form: &ConnectionForm) -> Result<Vec<Sealed>> {
    let given = secrets_of(id, form).into_iter().filter_map(|(name, secret)| Some((name, secret.filter(|s| !s.is_empty())?)));
    given.map(|(name, secret)| secrets::seal(app, &name, secret)).collect()
}

/// Removes the secrets that were given as empty ones.
async fn forget(tx: &Tx, id: &str, form: &ConnectionForm) -> Result<()> {
    for (name, secret) in secrets_of(id, form) {
        if secret == Some("") {
            secrets::forget(tx, &name).await?;
        }
    }
    Ok(())
}

fn secrets_of<'a>(id: &str, form: &'a ConnectionForm) -> [(String, Option<&'a str>); 2] {
    [(token_name(id), form.secret.as_deref()), (webhook_name(id), form.webhook_secret.as_deref())]
}

pub(super) async fn record(tx: &mut Tx, kind: &str, id: &str, summary: String) -> Result<()> {
    tx.record(Change { kind, subject_id: Some(id), summary, ..Default::default() }).await
}
