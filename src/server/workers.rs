//! Every loop on one page: what, how often.

use super::{App, assessments, dispatch, events, jira, metric_sources, pulls};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// How long the fetching of details rests at most, and after a fault of our own.
const FETCH: Duration = Duration::from_secs(60);
/// How long it rests at least: a tick that could not put off what is due must not spin.
const FETCH_LEAST: Duration = Duration::from_secs(1);

/// How often it is looked for worktrees that nobody needs.
const TIDY: Duration = Duration::from_secs(3_600);
/// How long the queue rests at most: a budget of the day begins anew by itself.
const QUEUE: Duration = Duration::from_secs(30);
/// And at least, when it was not rung for.
const QUEUE_LEAST: Duration = Duration::from_millis(50);

/// How long the reading of metrics rests at most, and after a fault of our own.
const MEASURE: Duration = Duration::from_secs(60);
/// And at least: sources that cannot be put off must not make it spin.
const MEASURE_LEAST: Duration = Duration::from_secs(1);

/// How long delivering rests when it was not rung for, and after a fault of our own.
const DELIVER: Duration = Duration::from_secs(60);

/// How long it rests at most until Jira is looked after again, and after a fault of our own.
const JIRA: Duration = Duration::from_secs(60);

/// Starts the background work; it ends with `app.shutdown`.
pub fn start(app: &App) {
    tokio::spawn(fetch(app.clone()));
    tokio::spawn(queue(app.clone()));
    tokio::spawn(deliver(app.clone()));
    tokio::spawn(measure(app.clone()));
    tokio::spawn(assess(app.clone()));
    tokio::spawn(tidy(app.clone()));
    tokio::spawn(step(app.clone()));
}

/// Takes sessions out of the queue: when the bell rings, and when the time of one has come.
async fn queue(app: App) {
    loop {
        let now = app.clock.now();
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = dispatch::tick(&app, now) => ticked,
        };
        let rest = match ticked {
            Ok(next_at) => next_at.map_or(QUEUE, |at| (at - now).to_std().unwrap_or(QUEUE_LEAST).clamp(QUEUE_LEAST, QUEUE)),
            Err(error) => {
                tracing::error!(%error, "the queue could not be looked through");
                QUEUE_LEAST * 20
            }
        };
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.queue.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Fetches what code hosts know about artifacts: when something is due, and when the bell rings.
async fn fetch(app: App) {
    loop {
        let now = app.clock.now();
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = pulls::poll::tick(&app, now) => ticked,
        };
        let rest = match ticked {
            Ok(report) => report.next_at.map_or(FETCH, |at| (at - now).to_std().unwrap_or(FETCH_LEAST).clamp(FETCH_LEAST, FETCH)),
            Err(error) => {
                tracing::error!(%error, "could not fetch what is due");
                FETCH
            }
        };
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.fetch.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Reads metrics that are due: when the bell rings, and when the time of one has come.
async fn measure(app: App) {
    loop {
        let now = app.clock.now();
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = metric_sources::poll::tick(&app, now) => ticked,
        };
        let rest = match ticked {
            Ok(report) => {
                app.assess.notify_one();
                report.next_at.map_or(MEASURE, |at| (at - now).to_std().unwrap_or(MEASURE_LEAST).clamp(MEASURE_LEAST, MEASURE))
            }
            Err(error) => {
                tracing::error!(%error, "metrics could not be read");
                MEASURE
            }
        };
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.measure.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Looks again at what metrics say, and tells other places about merges. A peer that is slow to be read holds up neither.
async fn assess(app: App) {
    loop {
        let now = app.clock.now();
        let announced = tokio::select! {
            () = app.shutdown.cancelled() => return,
            announced = assessed(&app, now) => announced,
        };
        let rest = announced.map_or(MEASURE, |at| (at - now).to_std().unwrap_or(MEASURE_LEAST).clamp(MEASURE_LEAST, MEASURE));
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.assess.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Both, whatever becomes of the first; when the next announcement is due.
async fn assessed(app: &App, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Err(error) = assessments::tick(app, now).await {
        tracing::error!(%error, "metrics could not be assessed");
    }
    metric_sources::announce::tick(app, now).await.unwrap_or_else(|error| {
        tracing::error!(%error, "nobody could be told about merges");
        None
    })
}

/// Pushes the branches of sessions that are done, for goals that want it: what an earlier server left first.
async fn deliver(app: App) {
    loop {
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = dispatch::deliver_tick(&app) => ticked,
        };
        if let Err(error) = ticked {
            tracing::error!(%error, "what waits to be delivered could not be looked through");
        }
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.deliver.notified() => {}
            () = tokio::time::sleep(DELIVER) => {}
        }
    }
}

/// Keeps goals in step with the Jira issues that they were.
async fn step(app: App) {
    loop {
        let now = app.clock.now();
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = jira::tick(&app, now) => ticked,
        };
        if let Err(error) = ticked {
            tracing::error!(%error, "goals could not be kept in step with Jira");
        }
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = tokio::time::sleep(JIRA) => {}
        }
    }
}

/// Takes away what nobody needs any more: clean worktrees of sessions that are long over, and what these told while they ran.
async fn tidy(app: App) {
    loop {
        let ticked = tokio::select! {
            () = app.shutdown.cancelled() => return,
            ticked = tidied(&app) => ticked,
        };
        if let Err(error) = ticked {
            tracing::error!(%error, "what is not needed any more could not be taken away");
        }
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = tokio::time::sleep(TIDY) => {}
        }
    }
}

async fn tidied(app: &App) -> crate::domain::Result<()> {
    let now = app.clock.now();
    dispatch::tidy::tick(app, now).await?;
    events::tidy(app, now).await?;
    metric_sources::tidy(app, now).await?;
    Ok(())
}
