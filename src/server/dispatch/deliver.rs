//! Pushing what sessions committed and opening their requests without a person, for goals that want it.
//!
//! That it is to be done is decided in the transaction that ends the session, and done by a worker: a server that dies in between
//! does it when it starts again. It is tried once; what did not work is kept with the session, and a person takes it from there.

use super::{
    job::Job,
    push::{self, Sent},
    store,
};
use crate::{
    domain::{Result, delivery::Delivered, session::SessionStatus},
    server::{App, auth::Caller, db::Tx, delivery},
};

/// Whether what a session has that is about to be over is to be delivered: there are commits that were not delivered yet.
pub async fn is_due(tx: &Tx, job: &Job) -> Result<bool> {
    let Some(last) = job.commits.last().filter(|_| job.session.status == SessionStatus::Succeeded) else { return Ok(false) };
    let is_new = job.delivered.as_ref().is_none_or(|delivered| delivered.sha != last.sha);
    Ok(is_new && delivery::read(tx.db()).await?.opens_for(job.session.goal_id.as_ref()))
}

/// Delivers what waits, one session after the other; how many.
pub async fn tick(app: &App) -> Result<usize> {
    let waiting = store::to_deliver(app.store.reader()).await?;
    let count = waiting.len();
    for job in waiting {
        // Asked anew each time: pushing takes long, and a person may have changed their mind.
        if delivery::read(app.store.reader()).await?.opens_for(job.session.goal_id.as_ref()) {
            deliver(app, job).await?;
        } else {
            let_be(app, job).await?;
        }
    }
    Ok(count)
}

async fn deliver(app: &App, job: Job) -> Result<()> {
    let about = job.commits.last().map(|commit| commit.sha.clone()).unwrap_or_default();
    let sent = push::send(app, &job).await;
    if let Err(error) = &sent {
        tracing::warn!(session = %job.session.key, %error, "a branch could not be pushed by itself");
    }
    let at = app.clock.now();
    let delivered = match sent {
        Ok(Sent { sha, url, detail, .. }) => Delivered { sha, at, pushed: true, url, detail, automatic: true },
        Err(error) => Delivered { sha: about, at, pushed: false, url: None, detail: Some(error.to_string()), automatic: true },
    };
    push::note(app, &Caller::system("delivery"), job.session.id, delivered).await?;
    app.fetch.notify_one();
    Ok(())
}

/// Its goal does not want it any more.
async fn let_be(app: &App, job: Job) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), job.session.id.as_str()).await?;
        job.deliver_since = None;
        store::save(tx, &job).await
    };
    app.store.write(&Caller::system("delivery"), app.clock.now(), op).await
}
