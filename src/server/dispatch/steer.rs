//! Stopping a session, speaking to it, going on with it.

use super::{
    folders,
    job::{Job, Next},
    start, store, view,
};
use crate::{
    domain::{
        Error, Result, Usd,
        dispatch::{Dispatched, NewLimits, check_limits, check_prompt},
        session::{SessionStatus, SessionView},
        text::Check,
    },
    server::{
        App,
        agents::Input,
        auth::{self, Caller},
        budget::{self, Claim},
        db::{Tx, new_id},
        runner::{self, Handle, Stage, State},
    },
};
use std::sync::atomic::Ordering;

/// Ends it, kindly first: asked, interrupted, terminated, killed, every process of it.
pub async fn stop(app: &App, who: &Caller, name: String) -> Result<SessionView> {
    let op = async move |tx: &mut Tx| {
        let mut job = store::job(tx.db(), &name).await?;
        match job.session.status {
            SessionStatus::Queued => take_out(tx, &mut job).await?,
            status if status.is_live() => {
                job.session.status = SessionStatus::Stopping;
                job.stop_asked_at = job.stop_asked_at.or(Some(tx.now()));
                store::save(tx, &job).await?;
                start::record(tx, &job, "session.updated", format!("asked {} to stop", job.session.key)).await?;
            }
            // It is over, as it was asked for.
            _ => {}
        }
        Ok(job)
    };
    let job = app.store.write(who, app.clock.now(), op).await?;
    if let Some(handle) = handle(app, &job)? {
        say_stop(&handle, job.run).await;
    }
    view::view(app.store.reader(), job.session.id.as_str()).await
}

/// Out of the queue, before it was started.
async fn take_out(tx: &mut Tx, job: &mut Job) -> Result<()> {
    job.release();
    job.session.status = SessionStatus::Stopped;
    job.session.ended_at = Some(tx.now());
    (job.waits_for, job.not_before, job.position) = (None, None, None);
    job.exit_reason = Some(if job.run == 0 { "taken out of the queue".into() } else { "stopped while it waited to go on".into() });
    store::save(tx, job).await?;
    auth::end_session_tokens(tx, &job.session.id).await?;
    start::record(tx, job, "session.ended", format!("took {} out of the queue", job.session.key)).await
}

/// Says so to the runner; one that does not hear it now is told when it is attached to again.
pub async fn say_stop(handle: &Handle, run: u32) {
    if let Err(error) = handle.stop(&format!("stop-{run}"), Stage::Ask).await {
        tracing::debug!(%error, "a runner did not hear that it is to stop");
    }
}

/// The way to its runner, while there is one.
pub fn handle(app: &App, job: &Job) -> Result<Option<Handle>> {
    if !job.session.status.is_live() || job.run == 0 {
        return Ok(None);
    }
    let folder = folders::run(app, &job.session.id, job.run);
    if !folder.has_begun() {
        return Ok(None);
    }
    match runner::attach(&folder, app.fence.load(Ordering::SeqCst)).map_err(|error| crate::server::problem::internal(&error))? {
        State::Running(handle) => Ok(Some(handle)),
        State::Ended(_) | State::Lost => Ok(None),
    }
}

/// Tells its agent something; while it works, the message is taken into the running turn.
pub async fn message(app: &App, who: &Caller, name: String, text: String) -> Result<SessionView> {
    let mut check = Check::default();
    let text = check_prompt(&mut check, "/text", Some(text));
    if text.is_none() {
        check.fail("/text", "must not be empty");
    }
    check.done()?;
    let text = text.unwrap_or_default();
    let job = store::job(app.store.reader(), &name).await?;
    let Some(handle) = handle(app, &job)? else { return Err(not_listening(&job)) };
    let command = who.request.as_ref().map_or_else(new_id, |request| format!("message-{}", request.hash));
    handle.say(&command, Input::Message(text)).await.map_err(|error| refused(&job, &error))?;
    let op = async move |tx: &mut Tx| {
        let job = store::job(tx.db(), &name).await?;
        start::record(tx, &job, "session.updated", format!("wrote to {}", job.session.key)).await
    };
    app.store.write(who, app.clock.now(), op).await?;
    view::view(app.store.reader(), job.session.id.as_str()).await
}

fn not_listening(job: &Job) -> Error {
    let key = &job.session.key;
    Error::conflict(match job.session.status {
        SessionStatus::Queued => format!("{key} has not started yet; stop it and start another one with these words"),
        status if status.is_live() => format!("{key} cannot be reached at the moment; try again"),
        _ => format!("{key} has ended; resume it with these words instead"),
    })
}

/// The reason why a runner did not take it.
pub fn refused(job: &Job, error: &runner::Error) -> Error {
    match error {
        runner::Error::Refused(reason) => Error::conflict(format!("{} does not listen: {reason}", job.session.key)),
        runner::Error::Gone(_) => Error::conflict(format!("{} has just ended; resume it instead", job.session.key)),
        runner::Error::Fenced { .. } => Error::Unavailable { message: "another server steers this session".into() },
        other => crate::server::problem::internal(other),
    }
}

/// Goes on with one that ended; without words it goes on where it was.
pub async fn resume(app: &App, who: &Caller, name: String, words: Option<String>, limits: NewLimits) -> Result<Dispatched> {
    let mut check = Check::default();
    let words = check_prompt(&mut check, "/prompt", words);
    let limits = check_limits(&mut check, limits);
    check.done()?;
    let job = app.store.write(who, app.clock.now(), async move |tx| again(tx, &name, words, &limits).await).await?;
    app.queue.notify_one();
    Ok(start::told(&job.session, job.waits_for))
}

async fn again(tx: &mut Tx, name: &str, words: Option<String>, limits: &NewLimits) -> Result<Job> {
    let mut job = store::job(tx.db(), name).await?;
    if job.session.status.is_live() {
        return Err(Error::conflict(format!("{} has not ended; send it a message instead", job.session.key)));
    }
    // What it may spend anew: what was asked for, else what it has left, else as much as it had at first.
    let left = job.cost_left().filter(|left| left.micros() > 0);
    let claim = Claim {
        goal: job.session.goal_id.as_ref().map(|id| id.0.clone()),
        task: job.session.task_id.as_ref().map(|id| id.0.clone()),
        asked: limits.cost_usd,
        at_most: left.or(job.limits.cost()),
        tokens: limits.tokens,
    };
    job.reserved = budget::reserve(tx, &claim).await?;
    let spent = job.spent().micros();
    job.limits.cost_micros = job.reserved.cost.map(|more| spent + more.micros()).or(limits.cost_usd.map(|more| spent + Usd::micros(more)));
    if let Some(more) = job.reserved.tokens {
        let used = job.session.tokens;
        job.limits.tokens = Some(used.input + used.output + used.cache_write + more);
    }
    job.limits.seconds = limits.seconds.or(job.limits.seconds);
    job.next = match words {
        Some(words) => Next::Resume { words },
        None if job.session.external_id.is_some() => job.next,
        None => Next::Afresh,
    };
    (job.failure, job.failures, job.unchanged) = (None, 0, 0);
    (job.stop_asked_at, job.not_before, job.waits_for) = (None, None, None);
    job.session.status = SessionStatus::Queued;
    job.session.ended_at = None;
    job.automatic = false;
    store::save(tx, &job).await?;
    start::record(tx, &job, "session.updated", format!("resumed {}", job.session.key)).await?;
    Ok(job)
}
