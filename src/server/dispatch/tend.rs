//! One session, from its place in the queue to its end. It can be left and taken up at any point: what is on the disk and in the
//! database says where it stands.

use super::{
    asks, finish, folders, follow,
    job::Job,
    launch::{self, Launched},
    store,
};
use crate::{
    domain::{Error, Result, SessionId, session::SessionStatus},
    server::{
        App,
        clock::millis,
        problem,
        runner::{self, End, Folder, Handle, State},
    },
};
use std::{sync::atomic::Ordering, time::Duration};

/// After a fault of our own it is tried again, at first so soon, then twice as late each time.
const SOON: Duration = Duration::from_millis(200);
const LATEST: Duration = Duration::from_secs(30);

/// Looks after a session in the background until it is over or the server stops.
pub fn spawn(app: &App, session: SessionId) {
    let app = app.clone();
    tokio::spawn(async move {
        let mut rest = SOON;
        loop {
            let tended = tokio::select! {
                () = app.shutdown.cancelled() => return,
                tended = tend(&app, &session) => tended,
            };
            match tended {
                Ok(()) => return app.queue.notify_one(),
                Err(error) => tracing::error!(session = %session, %error, "a session could not be looked after"),
            }
            tokio::select! {
                () = app.shutdown.cancelled() => return,
                () = tokio::time::sleep(rest) => rest = (rest * 2).min(LATEST),
            }
        }
    });
}

/// Until the run is over.
async fn tend(app: &App, session: &SessionId) -> Result<()> {
    let job = store::job(app.store.reader(), session.as_str()).await?;
    if !job.session.status.is_live() || job.session.status == SessionStatus::Queued {
        return Ok(());
    }
    let folder = folders::run(app, session, job.run);
    if !folder.has_begun() {
        match launch::launch(app, job.clone()).await? {
            Launched::Running | Launched::Unknown => {}
            Launched::Not(outcome) => return finish::not_started(app, session, job.run, *outcome).await,
        }
    }
    let state = runner::attach(&folder, app.fence.load(Ordering::SeqCst)).map_err(|error| fault(&error))?;
    if let State::Running(handle) = &state {
        take_over(app, &job, handle).await?;
    }
    follow::follow(app, session, job.run, &folder).await?;
    let end = end_of(app, &folder).await?;
    finish::finish(app, session, job.run, end).await?;
    pack(folder).await;
    Ok(())
}

/// From now on this server steers the session: what was asked for and may not have been heard is said again.
async fn take_over(app: &App, job: &Job, handle: &Handle) -> Result<()> {
    let took = handle.take_over(&format!("take-over-{}", app.fence.load(Ordering::SeqCst))).await;
    if let Err(error) = took {
        // One that has just ended is found out by following it.
        tracing::debug!(session = %job.session.key, %error, "a session could not be taken over");
        return Ok(());
    }
    if let (None, Ok(status)) = (job.pid, handle.status().await) {
        launch::running(app, &job.session.id, Some(status.pid)).await?;
    }
    let now = store::job(app.store.reader(), job.session.id.as_str()).await?;
    if now.stop_asked_at.is_some() {
        super::steer::say_stop(handle, job.run).await;
    }
    asks::deliver(app, handle, &job.session.id, job.run).await
}

/// How it ended; a runner that died is cleared up after.
async fn end_of(app: &App, folder: &Folder) -> Result<End> {
    let attached = runner::attach(folder, app.fence.load(Ordering::SeqCst)).map_err(|error| fault(&error))?;
    match attached {
        State::Ended(end) => Ok(*end),
        State::Lost => runner::end_lost(folder, millis(app.clock.now())).await.map_err(|error| fault(&error)),
        State::Running(_) => Err(Error::Unavailable { message: "the runner still runs".into() }),
    }
}

fn fault(error: &runner::Error) -> Error {
    problem::internal(error)
}

/// The journal of a run that is over takes less space.
async fn pack(folder: Folder) {
    match tokio::task::spawn_blocking(move || runner::archive(&folder)).await {
        Ok(Err(error)) => tracing::warn!(%error, "a journal could not be packed"),
        Err(error) => tracing::warn!(%error, "a journal could not be packed"),
        Ok(Ok(())) => {}
    }
}
