//! Counters of this process, for Prometheus.

use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};
use std::{sync::LazyLock, time::Duration};

/// Upper bounds of the latency histogram, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    commits: IntCounter,
    writes: IntCounter,
    streams: IntGauge,
}

/// None only where two of the names below are the same, which a test would find.
static METRICS: LazyLock<Option<Metrics>> = LazyLock::new(|| Metrics::new().ok());

impl Metrics {
    fn new() -> prometheus::Result<Self> {
        let latency = HistogramOpts::new("maestro_request_seconds", "Time until an answer began.").buckets(BUCKETS.to_vec());
        let build = IntGaugeVec::new(Opts::new("maestro_build_info", "1, with the version as label."), &["version"])?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let made = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(Opts::new("maestro_requests_total", "Requests answered."), &["method", "route", "status"])?,
            seconds: HistogramVec::new(latency, &["method", "route"])?,
            commits: IntCounter::new("maestro_store_commits_total", "Commits of the store.")?,
            writes: IntCounter::new("maestro_store_writes_total", "Changes that were committed, several in one commit.")?,
            streams: IntGauge::new("maestro_event_streams", "Open event streams.")?,
        };
        made.registry.register(Box::new(build))?;
        made.registry.register(Box::new(made.requests.clone()))?;
        made.registry.register(Box::new(made.seconds.clone()))?;
        made.registry.register(Box::new(made.commits.clone()))?;
        made.registry.register(Box::new(made.writes.clone()))?;
        made.registry.register(Box::new(made.streams.clone()))?;
        Ok(made)
    }
}

/// Counts an answered request.
pub fn count_request(method: &str, route: &str, status: u16, took: Duration) {
    let Some(metrics) = &*METRICS else { return };
    metrics.requests.with_label_values(&[method, route, &status.to_string()]).inc();
    metrics.seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
}

/// Counts a commit of the store and the changes that it held.
pub fn count_commit(writes: usize) {
    let Some(metrics) = &*METRICS else { return };
    metrics.commits.inc();
    metrics.writes.inc_by(writes as u64);
}

/// An event stream, counted as open until it is dropped.
#[derive(Debug)]
pub struct OpenStream(());

impl OpenStream {
    /// Counts one more.
    pub fn open() -> Self {
        METRICS.iter().for_each(|metrics| metrics.streams.inc());
        Self(())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        METRICS.iter().for_each(|metrics| metrics.streams.dec());
    }
}

/// All counters as text.
pub fn text() -> Result<String, prometheus::Error> {
    let mut out = Vec::new();
    if let Some(metrics) = &*METRICS {
        TextEncoder::new().encode(&metrics.registry.gather(), &mut out)?;
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_is_in_the_text() {
        count_request("GET", "/api/goals", 200, Duration::from_millis(3));
        count_commit(2);
        let text = text().unwrap();
        for name in ["requests_total", "request_seconds_bucket", "store_commits_total", "store_writes_total", "event_streams", "build_info"]
        {
            assert!(text.contains(&format!("maestro_{name}")), "{name}: {text}");
        }
    }
}
