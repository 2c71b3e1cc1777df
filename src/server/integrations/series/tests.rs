//! What holds for every source, and what their tests share.

use super::{Fetched, Patience, SourceOptions, open};
use crate::{
    domain::{
        experiment::Experiment,
        metric_source::SourceKind,
        series::{Series, Window},
    },
    server::integrations::{
        SourceError,
        peer::{Peer, Reply},
    },
};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// The peers' data of an hour, in the middle of which everything happens.
pub(super) const WINDOW: Window = Window { from: 1_794_247_200, to: 1_794_250_800 };

pub(super) fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// Who does not wait.
pub(super) const AT_ONCE: Patience =
    Patience { first_pause: Duration::ZERO, timeout: Duration::from_secs(10), poll_pause: Duration::ZERO, polls: 3 };

pub(super) fn options(kind: SourceKind, endpoint: &str, query: &str) -> SourceOptions {
    let mut options = SourceOptions { patience: AT_ONCE, ..SourceOptions::new(kind, endpoint, query) };
    options.secret = Some("s3cret".into());
    if matches!(kind, SourceKind::Datadog | SourceKind::Quicksight) {
        options.second_secret = Some("s3cond".into());
    }
    if kind == SourceKind::Quicksight {
        let text = |text: &str| Some(text.to_owned());
        options.settings.region = text("eu-west-1");
        options.settings.account = text("123456789012");
        (options.settings.dashboard, options.settings.sheet, options.settings.visual) = (text("dash"), text("sheet"), text("table"));
        options.settings.s3_endpoint = Some(format!("{endpoint}/s3"));
    }
    options
}

pub(super) async fn series(options: SourceOptions, window: Window, step: u32) -> Result<Series, SourceError> {
    match open(options)?.fetch(window, step, now()).await? {
        Fetched::Series(series) => Ok(series),
        Fetched::Experiment(_) => panic!("not a series"),
    }
}

pub(super) async fn experiment(options: SourceOptions) -> Result<Experiment, SourceError> {
    match open(options)?.fetch(WINDOW, 60, now()).await? {
        Fetched::Experiment(experiment) => Ok(*experiment),
        Fetched::Series(_) => panic!("not an experiment"),
    }
}

/// The first place that each source asks.
const FIRST: [(SourceKind, &str); 5] = [
    (SourceKind::Prometheus, "/api/v1/query_range"),
    (SourceKind::Grafana, "/api/datasources"),
    (SourceKind::Datadog, "/api/v1/query"),
    (SourceKind::Eppo, "/api/v1/experiments/7"),
    (SourceKind::Quicksight, "/accounts/123456789012/dashboards/dash/snapshot-jobs"),
];

/// What each source makes of this reply to its first question, and how often it asked.
async fn each(reply: Reply, check: impl Fn(SourceKind, Result<Fetched, SourceError>, usize)) {
    for (kind, path) in FIRST {
        let peer = Peer::start().await;
        peer.on(path, reply.clone());
        let source = open(options(kind, &peer.url, "7")).unwrap();
        let result = source.fetch(WINDOW, 60, now()).await;
        check(kind, result, peer.asked().len());
    }
}

#[tokio::test]
async fn an_expired_token_is_told_and_not_tried_again() {
    each(Reply::bare(401, r#"{"message":"Expired API key"}"#), |kind, result, asked| {
        assert!(matches!(result, Err(SourceError::Unauthorized { .. })), "{kind:?}: {result:?}");
        assert_eq!(asked, 1, "{kind:?}");
    })
    .await;
}

#[tokio::test]
async fn a_proxys_page_is_no_answer() {
    let page = Reply::bare(200, "<!DOCTYPE html><title>Sign in</title>").with("content-type", "text/html");
    each(page, |kind, result, _| {
        let error = result.unwrap_err();
        assert!(matches!(&error, SourceError::Malformed { detail } if detail.contains("web page")), "{kind:?}: {error:?}");
    })
    .await;
}

#[tokio::test]
async fn half_an_answer_is_polled_again_and_never_read() {
    each(Reply::json(r#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#).cut(), |kind, result, asked| {
        assert!(matches!(result, Err(SourceError::Outage { .. })), "{kind:?}: {result:?}");
        assert_eq!(asked, 3, "{kind:?}");
    })
    .await;
}

#[tokio::test]
async fn a_secret_does_not_follow_to_another_host() {
    let other = Peer::start().await;
    each(Reply::bare(302, "").with("location", &format!("{}/login", other.url)), |kind, result, _| {
        let error = result.unwrap_err();
        assert!(error.to_string().contains("the peer sends us to another place"), "{kind:?}: {error}");
    })
    .await;
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_limit_is_kept_and_not_asked_again() {
    each(Reply::bare(429, "").with("retry-after", "60").with("x-ratelimit-reset", "60"), |kind, result, asked| {
        let Err(SourceError::RateLimited { until, .. }) = result else { panic!("{kind:?}: {result:?}") };
        assert_eq!((until, asked), (Some(now() + chrono::Duration::seconds(60)), 1), "{kind:?}");
    })
    .await;
}

#[test]
fn a_forbidden_address_is_not_opened() {
    for (kind, _) in FIRST {
        let opened = open(options(kind, "http://169.254.169.254", "7")).err();
        assert!(matches!(&opened, Some(SourceError::Refused { detail }) if detail.contains("not asked unless")), "{kind:?}: {opened:?}");
        let named = open(options(kind, "http://user:word@127.0.0.1", "7")).err();
        assert!(named.is_some(), "{kind:?}");
    }
}

#[test]
fn some_values_come_by_themselves() {
    for kind in SourceKind::ALL {
        assert_eq!(SourceKind::parse(kind.as_str()), Some(kind));
        assert_eq!(open(options(kind, "http://127.0.0.1:1", "7")).is_ok(), kind.is_polled(), "{kind:?}");
    }
    assert!(open(options(SourceKind::Prometheus, "http://127.0.0.1:1", " ")).is_err(), "an empty query");
}

#[test]
fn secrets_are_not_shown() {
    let options = options(SourceKind::Datadog, "http://127.0.0.1:1", "q");
    let shown = format!("{options:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("s3cond"), "{shown}");
}
