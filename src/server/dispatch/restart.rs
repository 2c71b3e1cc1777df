//! Taking up what an earlier server left.

use super::{folders, store, tend};
use crate::{
    domain::Result,
    server::{App, auth::Caller, db::Tx, git, settings},
};
use std::sync::atomic::Ordering;

/// The name of the setting that holds the last fencing token.
const FENCE: &str = "fence";

/// Takes the next fencing token, and looks after every session whose agent may still run.
pub async fn resume_all(app: &App) -> Result<()> {
    let op = async |tx: &mut Tx| {
        let next = settings::read::<u64>(tx.db(), FENCE).await? + 1;
        settings::write(tx.db(), FENCE, &next).await.map(|()| next)
    };
    let token = app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await?;
    app.fence.store(token, Ordering::SeqCst);
    if let Err(error) = git::install_hooks(&folders::hooks(app)) {
        tracing::error!(%error, "the hooks for git could not be written: commits will carry no trailers");
    }
    for job in store::live(app.store.reader()).await? {
        tend::spawn(app, job.session.id);
    }
    Ok(())
}
