//! Makes old samples fewer, and lets the oldest go.

use super::store::{self, OldChunk};
use crate::{
    domain::{
        Result,
        retention::{Retention, RetentionPatch},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        etag::Seen,
        packing, settings,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// The name of the setting.
const RETENTION: &str = "retention";
/// How many days of samples are gone through in one transaction.
const BATCH: u64 = 200;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// How it is set.
pub async fn retention(db: &impl ConnectionTrait) -> Result<Retention> {
    settings::read(db, RETENTION).await
}

/// Changes how it is set, if it still is as it was `seen`.
pub async fn change_retention(app: &App, who: &Caller, patch: RetentionPatch, seen: Seen) -> Result<Retention> {
    let op = async move |tx: &mut Tx| {
        let before = retention(tx.db()).await?;
        seen.check(&before)?;
        let next = patch.apply(before)?;
        settings::write(tx.db(), RETENTION, &next).await?;
        let summary = format!("keeps every sample for {} days, and one an hour for {}", next.raw_days, next.keep_days);
        tx.record(Change { kind: "retention.changed", summary, ..Default::default() }).await?;
        Ok(next)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Makes one sample an hour of those that are old enough, and forgets the oldest; how many days of samples that were.
pub async fn tidy(app: &App, now: DateTime<Utc>) -> Result<u64> {
    let today = now.timestamp().div_euclid(DAY);
    let mut done = 0;
    loop {
        let op = async move |tx: &mut Tx| {
            let set = retention(tx.db()).await?;
            let gone = store::forget_before(tx, today - i64::from(set.keep_days)).await?;
            let old = store::fine_before(tx.db(), today - i64::from(set.raw_days), BATCH).await?;
            for chunk in &old {
                let points = hourly(&packing::unpack(&chunk.body)?, chunk.counter);
                store::replace_day(tx, chunk, &points).await?;
            }
            Ok((gone, old.len() as u64))
        };
        let (gone, thinned) = app.store.write(&Caller::system("tidy"), now, op).await?;
        done += gone + thinned;
        if thinned < BATCH {
            return Ok(done);
        }
    }
}

/// One sample for each hour, at its beginning: the mean; of a counter the last, so that what it counted is not lost.
fn hourly(points: &[(i64, f64)], counter: bool) -> Vec<(i64, f64)> {
    let mut hours: BTreeMap<i64, (f64, u32, f64)> = BTreeMap::new();
    for (at, value) in points {
        let hour = hours.entry(at.div_euclid(HOUR) * HOUR).or_default();
        *hour = (hour.0 + value, hour.1 + 1, *value);
    }
    hours.into_iter().map(|(at, (sum, count, last))| (at, if counter { last } else { sum / f64::from(count) })).collect()
}

impl OldChunk {
    /// More samples than hours: it can be made smaller.
    pub const FINE: i64 = 24;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_becomes_its_mean_and_a_counter_keeps_its_last() {
        let points = [(0, 1.0), (1_800, 3.0), (3_600, 10.0)];
        assert_eq!(hourly(&points, false), [(0, 2.0), (3_600, 10.0)]);
        assert_eq!(hourly(&points, true), [(0, 3.0), (3_600, 10.0)]);
        assert_eq!(hourly(&hourly(&points, false), false), hourly(&points, false), "again changes nothing");
    }
}
