//! Counters of this process, for Prometheus.

use prometheus::{
    Encoder, HistogramVec, IntCounter, IntCounterVec, IntGauge, TextEncoder, register_histogram_vec, register_int_counter,
    register_int_counter_vec, register_int_gauge,
};
use std::{sync::LazyLock, time::Duration};

/// A counter that could not be registered is a mistake in its name, which the first test finds.
macro_rules! registered {
    ($made:expr) => {
        LazyLock::new(|| match $made {
            Ok(made) => made,
            Err(error) => panic!("{error}"),
        })
    };
}

static REQUESTS: LazyLock<IntCounterVec> =
    registered!(register_int_counter_vec!("maestro_requests_total", "Requests answered.", &["method", "route", "status"]));
static SECONDS: LazyLock<HistogramVec> = registered!(register_histogram_vec!(
    "maestro_request_seconds",
    "Time until an answer began.",
    &["method", "route"],
    vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0]
));
/// Transactions that were committed.
pub static COMMITS: LazyLock<IntCounter> = registered!(register_int_counter!("maestro_store_commits_total", "Commits of the store."));
/// Changes that these commits held.
pub static WRITES: LazyLock<IntCounter> =
    registered!(register_int_counter!("maestro_store_writes_total", "Changes that were committed, several in one commit."));
/// Event streams that are open.
pub static STREAMS: LazyLock<IntGauge> = registered!(register_int_gauge!("maestro_event_streams", "Open event streams."));
static BUILD: LazyLock<prometheus::IntGaugeVec> =
    registered!(prometheus::register_int_gauge_vec!("maestro_build_info", "1, with the version as label.", &["version"]));

/// Counts an answered request.
pub fn count_request(method: &str, route: &str, status: u16, took: Duration) {
    REQUESTS.with_label_values(&[method, route, &status.to_string()]).inc();
    SECONDS.with_label_values(&[method, route]).observe(took.as_secs_f64());
}

/// All counters as text.
pub fn text() -> Result<String, prometheus::Error> {
    BUILD.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
    let (_, _, _) = (COMMITS.get(), WRITES.get(), STREAMS.get());
    let mut out = Vec::new();
    TextEncoder::new().encode(&prometheus::gather(), &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
