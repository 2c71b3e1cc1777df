//! Keeping the log small.

use super::store;
use crate::{
    domain::Result,
    server::{App, auth::Caller, db::Tx},
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long the progress of running sessions is kept, in hours: longer than any listener is away that goes on after a number.
const PROGRESS_HOURS: i64 = 24;

/// Forgets the progress of sessions that is old; how many entries. What was done, and by whom, is kept for ever.
pub async fn tidy(app: &App, now: DateTime<Utc>) -> Result<u64> {
    let op = async move |tx: &mut Tx| store::forget_progress(tx, now - TimeDelta::hours(PROGRESS_HOURS)).await;
    app.store.write(&Caller::system("tidy"), now, op).await
}
