//! Experiments: of Eppo itself, and of its successor at Datadog.

mod datadog;
mod legacy;
#[cfg(test)]
mod tests;
mod webhook;

use super::{super::SourceError, datadog::is_datadog, options::SourceOptions, source::MetricSource};
use crate::domain::experiment::Experiment;
use chrono::{DateTime, Utc};

pub use webhook::{EppoNews, read_webhook};

/// What is at Datadog is the successor. Keys say nothing: at Eppo the second one is that of its webhooks, which stays here.
pub(super) fn open(options: &SourceOptions) -> Result<Box<dyn MetricSource>, SourceError> {
    if options.settings.site.is_some() || is_datadog(&options.endpoint) || options.endpoint.contains("/api/v2") {
        return Ok(Box::new(datadog::Experiments::new(options)?));
    }
    Ok(Box::new(legacy::Eppo::new(options)?))
}

/// What both say about an experiment whose numbers are read, so that nobody overlooks it.
fn finish(mut experiment: Experiment, now: DateTime<Utc>) -> Experiment {
    let until = experiment.ended_at.map_or(now, |end| end.min(now));
    experiment.days = experiment.started_at.map(|start| (until - start).num_days().max(0));
    if experiment.sample_ratio_mismatch == Some(true) {
        let warning = "the traffic is imbalanced (sample ratio mismatch): the effects cannot be believed";
        experiment.warnings.push(warning.into());
    }
    if experiment.effects.is_empty() {
        experiment.warnings.push("the experiment has no results yet".into());
    }
    experiment
}

/// Whether a metric is the one that is wanted, by id or name; without a wish every one is.
fn is_wanted(wish: Option<&str>, id: &str, name: &str) -> bool {
    wish.is_none_or(|wish| wish == id || wish.eq_ignore_ascii_case(name))
}
