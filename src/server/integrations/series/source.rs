//! The one door to all sources.

use super::{
    super::SourceError, datadog::Datadog, eppo, grafana::Grafana, options::SourceOptions, prometheus::Prometheus, quicksight::Quicksight,
};
use crate::domain::{
    experiment::Experiment,
    metric_source::SourceKind,
    series::{Series, Window},
};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

/// What a source told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fetched {
    /// A metric over time.
    Series(Series),
    /// The results of an experiment as they stand now: windows mean nothing to it.
    Experiment(Box<Experiment>),
}

/// A place that metrics are read from.
pub trait MetricSource: Send + Sync {
    /// What is known about the window, with a point every `step` seconds where the source can choose. The real step may be
    /// coarser: the answer says it. What has not happened at `now` is not asked for.
    fn fetch<'a>(&'a self, window: Window, step: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>>;
}

/// Prepares to ask a source; nothing is sent yet. Refuses what can never succeed: a forbidden address, a missing key.
pub fn open(options: SourceOptions) -> Result<Box<dyn MetricSource>, SourceError> {
    if options.kind.is_polled() && options.query.trim().is_empty() {
        return Err(SourceError::Refused { detail: "the query is empty".into() });
    }
    Ok(match options.kind {
        SourceKind::Prometheus if Grafana::is_at(&options.endpoint) => Box::new(Grafana::new(&options)?),
        SourceKind::Prometheus => Box::new(Prometheus::new(&options)?),
        SourceKind::Grafana => Box::new(Grafana::new(&options)?),
        SourceKind::Datadog => Box::new(Datadog::new(&options)?),
        SourceKind::Eppo => eppo::open(&options)?,
        SourceKind::Quicksight => Box::new(Quicksight::new(options)?),
        SourceKind::Csv | SourceKind::Webhook | SourceKind::Manual => {
            let detail = format!("values of the kind {} come by themselves: there is nobody to ask", options.kind.label());
            return Err(SourceError::Refused { detail });
        }
    })
}
