//! Every loop on one page: what, how often.

use super::{App, pulls};
use std::time::Duration;

/// How long the fetching of details rests at most, and after a fault of our own.
const FETCH: Duration = Duration::from_secs(60);
/// How long it rests at least: a tick that could not put off what is due must not spin.
const FETCH_LEAST: Duration = Duration::from_secs(1);

/// Starts the background work; it ends with `app.shutdown`.
pub fn start(app: &App) {
    tokio::spawn(fetch(app.clone()));
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
