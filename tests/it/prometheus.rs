//! The reader of Prometheus against a real one, where the machine has it (`TEST_PROMETHEUS`, see `tests/prometheus.sh`).

use chrono::DateTime;
use maestro::{
    domain::{
        metric_source::SourceKind,
        series::{Series, Window},
    },
    server::integrations::{
        SourceError,
        series::{Fetched, SourceOptions, open},
    },
};

/// When the step happens.
const AT: i64 = 1_794_268_800;
const HOUR: i64 = 3_600;

/// None where there is no Prometheus.
async fn ask(query: &str, from: i64, to: i64, step: u32) -> Option<Result<Series, SourceError>> {
    #[expect(clippy::disallowed_methods, reason = "which tests can run is up to who runs them")]
    let Ok(url) = std::env::var("TEST_PROMETHEUS") else {
        eprintln!("passed over: TEST_PROMETHEUS is not set");
        return None;
    };
    let now = DateTime::from_timestamp(AT + 100 * HOUR, 0).unwrap();
    let fetched = open(SourceOptions::new(SourceKind::Prometheus, url, query)).unwrap().fetch(Window { from, to }, step, now).await;
    Some(fetched.map(|fetched| match fetched {
        Fetched::Series(series) => series,
        Fetched::Experiment(_) => panic!("not a series"),
    }))
}

fn mean(series: &Series, from: i64, to: i64) -> f64 {
    let values: Vec<f64> = series.points.iter().filter(|p| from <= p.at && p.at < to).filter_map(|p| p.value).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[tokio::test]
async fn the_step_is_seen_over_pieces_that_join() {
    let Some(series) = ask("checkout_p95_seconds", AT - 24 * HOUR, AT + 24 * HOUR, 15).await else { return };
    let series = series.unwrap();
    let times: Vec<i64> = series.points.iter().map(|p| p.at).collect();
    assert_eq!(times, (AT - 24 * HOUR..AT + 24 * HOUR).step_by(15).collect::<Vec<_>>(), "11,520 points: more than one answer may have");
    let (before, after) = (mean(&series, AT - 24 * HOUR, AT), mean(&series, AT + HOUR, AT + 24 * HOUR));
    assert!((before - 0.25).abs() < 0.002 && (after - 0.40).abs() < 0.002, "{before} {after}");
}

#[tokio::test]
async fn a_counter_that_starts_again_has_no_hole() {
    let query = r#"sum(rate(checkout_requests_total{code="500"}[5m])) / sum(rate(checkout_requests_total[5m]))"#;
    let Some(series) = ask(query, AT - 6 * HOUR, AT + 6 * HOUR, 60).await else { return };
    let series = series.unwrap();
    let (before, after) = (mean(&series, AT - 6 * HOUR, AT), mean(&series, AT + HOUR, AT + 6 * HOUR));
    assert!((before - 1.0 / 21.0).abs() < 0.003 && (after - 2.0 / 22.0).abs() < 0.003, "{before} {after}");
    assert!(series.points.iter().all(|p| p.value.is_some_and(|v| v > 0.0)), "the counters start again two hours after the step");
    assert_eq!(series.warnings, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_missing_is_missing() {
    let Some(sparse) = ask("sparse_metric", AT - HOUR, AT, 60).await else { return };
    let sparse = sparse.unwrap();
    assert!(sparse.points.len() < 60, "an instant selector looks back five minutes, and samples are ten apart");
    let none = ask("no_such_metric", AT - HOUR, AT, 60).await.unwrap().unwrap();
    assert_eq!((none.found, none.points.len()), (0, 0));
    let nan = ask("sum(sparse_metric) * 0 / 0", AT - HOUR, AT, 60).await.unwrap().unwrap();
    assert!(!nan.points.is_empty() && nan.points.iter().all(|p| p.value.is_none()), "{nan:?}");
}

#[tokio::test]
async fn a_bad_query_is_told_in_prometheus_own_words() {
    let Some(error) = ask("sum(", AT - HOUR, AT, 60).await else { return };
    assert_eq!(error.unwrap_err(), SourceError::Refused { detail: "bad_data: 1:5: parse error: unclosed left parenthesis".into() });
    let several = ask("checkout_requests_total", AT - HOUR, AT, 60).await.unwrap().unwrap_err();
    assert!(several.to_string().starts_with(r#"the query finds 2 series ({code="200"}, {code="500"})"#), "{several}");
    let long = format!("checkout_p95_seconds{}", " + 0".repeat(600));
    assert_eq!(ask(&long, AT - HOUR, AT, 60).await.unwrap().unwrap().points.len(), 60, "as a form");
}
