//! What was measured, from what was stored: rates of counters, ratios of sums.

use super::store;
use crate::domain::{
    Result,
    metric_source::{MetricSource, SourceKind},
    series::Window,
    stats::{self, prepare},
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

/// The values of a metric in a window: of a counter its rate, of a ratio the sums of both in each step divided.
///
/// The last one is left out while its time is not over at `now`: a sum or a mean of it would count for less than it will be.
/// What a person typed is of that moment, and whole.
pub async fn measured(db: &impl ConnectionTrait, source: &MetricSource, window: Window, now: DateTime<Utc>) -> Result<Vec<(i64, f64)>> {
    let values = points(&own(db, source, window).await?);
    let values = match &source.handling.denominator {
        Some(denominator) => {
            let below = store::get(db, denominator).await?;
            let below = points(&own(db, &below, window).await?);
            prepare::ratio_of_sums(&values, &below, window.from, source.step.as_seconds())
        }
        None => values,
    };
    Ok(plain(&if source.kind == SourceKind::Manual { values } else { prepare::without_incomplete(&values, now.timestamp()) }))
}

async fn own(db: &impl ConnectionTrait, source: &MetricSource, window: Window) -> Result<Vec<(i64, f64)>> {
    let values = store::series(db, &source.id, window).await?;
    Ok(if source.handling.counter { plain(&prepare::rates(&points(&values))) } else { values })
}

fn points(values: &[(i64, f64)]) -> Vec<stats::Point> {
    values.iter().map(|(at, value)| stats::Point(*at, Some(*value))).collect()
}

fn plain(points: &[stats::Point]) -> Vec<(i64, f64)> {
    points.iter().filter_map(|point| Some((point.0, point.1?))).collect()
}
