//! Keeping secrets and giving them to the clients that need them.

use super::{
    key, seal as sealing,
    store::{self, Row},
};
use crate::{
    domain::{Error, Result},
    server::{App, auth::Caller, db::Tx, problem},
};
use sea_orm::ConnectionTrait;

/// A secret that is ready to be stored, for those who store more in the same transaction.
pub struct Sealed {
    name: String,
    row: Row,
}

impl Sealed {
    /// Stores it under its name.
    pub async fn save(&self, tx: &Tx) -> Result<()> {
        store::upsert(tx.db(), &self.name, &self.row, tx.now()).await
    }
}

/// Seals a secret under `name`, as `github:https://api.github.com`.
pub fn seal(app: &App, name: &str, secret: &str) -> Result<Sealed> {
    let key = key::load(&app.config.data_dir).map_err(unusable)?;
    let sealed = sealing::seal(&key, name, secret).ok_or_else(|| problem::internal(&"a secret could not be sealed"))?;
    Ok(Sealed { name: name.to_owned(), row: Row { sealed, last4: tail(secret) } })
}

/// Keeps a secret under `name`, in place of one that was there.
pub async fn put(app: &App, who: &Caller, name: &str, secret: &str) -> Result<()> {
    let sealed = seal(app, name, secret)?;
    app.store.write(who, app.clock.now(), async move |tx: &mut Tx| sealed.save(tx).await).await
}

/// The secret of that name; none where there is none. It goes to a client and nowhere else.
pub async fn get(app: &App, name: &str) -> Result<Option<String>> {
    let Some(row) = store::find(app.store.reader(), name).await? else { return Ok(None) };
    let key = key::load(&app.config.data_dir).map_err(unusable)?;
    match sealing::open(&key, name, &row.sealed) {
        Some(secret) => Ok(Some(secret)),
        None => {
            Err(Error::Unavailable { message: format!("the secret of {name} was sealed with another key; enter it again in Settings") })
        }
    }
}

/// Forgets the secret of that name.
pub async fn remove(app: &App, who: &Caller, name: &str) -> Result<()> {
    let name = name.to_owned();
    app.store.write(who, app.clock.now(), async move |tx: &mut Tx| forget(tx, &name).await).await
}

/// The same within a transaction.
pub async fn forget(tx: &Tx, name: &str) -> Result<()> {
    store::delete(tx.db(), name).await
}

/// Whether any secret is kept.
pub async fn any(app: &App) -> Result<bool> {
    store::any(app.store.reader()).await
}

/// The last four characters, to tell secrets apart; none where there is none.
pub async fn last4(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    Ok(store::find(db, name).await?.map(|row| row.last4))
}

/// Four characters of a short secret would be most of it.
fn tail(secret: &str) -> String {
    let chars: Vec<char> = secret.chars().collect();
    if chars.len() < 12 { "••••".into() } else { chars[chars.len() - 4..].iter().collect() }
}

fn unusable(error: anyhow::Error) -> Error {
    let message = format!("{error:#}");
    tracing::error!(%message, "the key of the secrets cannot be used");
    Error::Unavailable { message }
}
