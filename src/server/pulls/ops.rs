//! Asking again on a person's wish.

use super::store;
use crate::{
    domain::{Error, Result},
    server::{App, auth::Caller, db::Tx},
};

/// Fetches the details of an artifact as soon as its connection allows.
pub async fn refresh(app: &App, who: &Caller, id: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        if store::wake_one(tx, &id).await? { Ok(()) } else { Err(Error::not_found(format!("artifact {id} at a code host"))) }
    };
    app.store.write(who, app.clock.now(), op).await?;
    app.fetch.notify_one();
    Ok(())
}
