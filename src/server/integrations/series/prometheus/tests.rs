use super::super::tests::{WINDOW, now, options, series};
use crate::{
    domain::{
        metric_source::SourceKind,
        series::{Point, Window},
    },
    server::integrations::{
        SourceError,
        peer::{Peer, Reply},
        series::SourceOptions,
    },
};
use std::collections::BTreeMap;

const RANGE: &str = "/api/v1/query_range";

fn asking(peer: &Peer, query: &str) -> SourceOptions {
    options(SourceKind::Prometheus, &peer.url, query)
}

fn parameters(target: &str) -> BTreeMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://h{target}")).unwrap();
    url.query_pairs().map(|(n, v)| (n.into(), v.into())).collect()
}

fn matrix(samples: &str) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{}},"values":[{samples}]}}]}}}}"#)
}

#[tokio::test]
async fn a_recorded_range_is_read_as_it_is() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/two_windows.json")));
    let window = Window { from: 1_794_247_200, to: 1_794_290_401 };
    let series = series(asking(&peer, "avg_over_time(checkout_p95_seconds[1h])"), window, 3_600).await.unwrap();
    assert_eq!((series.points.len(), series.found, series.step), (13, 1, Some(3_600)));
    assert_eq!(series.points[0], Point::new(1_794_247_200, 0.249_962_213_114_754_14));
    assert!(series.warnings.is_empty(), "{:?}", series.warnings);
    assert_eq!(peer.asked()[0].headers["authorization"], "Bearer s3cret");
}

#[tokio::test]
async fn a_long_range_comes_in_pieces_that_join() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/empty.json")));
    let window = Window { from: 1_792_000_003, to: 1_792_000_003 + 2 * 86_400 };
    series(asking(&peer, "up"), window, 15).await.unwrap();
    let asked: Vec<(i64, i64)> =
        peer.asked().iter().map(|a| parameters(&a.target)).map(|p| (p["start"].parse().unwrap(), p["end"].parse().unwrap())).collect();
    // 11,520 points: a server refuses more than 11,000 at once.
    assert_eq!(asked, [(1_792_000_005, 1_792_164_990), (1_792_165_005, 1_792_172_790)]);
}

#[tokio::test]
async fn the_peers_own_words_are_told() {
    let peer = Peer::start().await;
    let answer = |status, body: &str| Reply::bare(status, body).with("content-type", "application/json");
    peer.on(RANGE, answer(400, fixture!("prometheus/parse_error.json")));
    let error = series(asking(&peer, "sum("), WINDOW, 60).await.unwrap_err();
    assert_eq!(error, SourceError::Refused { detail: "bad_data: 1:5: parse error: unclosed left parenthesis".into() });
    peer.on(RANGE, answer(422, fixture!("prometheus/execution.json")));
    let error = series(asking(&peer, "a/b"), WINDOW, 60).await.unwrap_err();
    assert!(matches!(&error, SourceError::Refused { detail } if detail.contains("many-to-many matching not allowed")), "{error:?}");
    peer.on(RANGE, answer(200, fixture!("prometheus/parse_error.json")));
    assert!(matches!(series(asking(&peer, "sum("), WINDOW, 60).await, Err(SourceError::Refused { .. })), "an error inside a success");
}

#[tokio::test]
async fn a_query_that_took_too_long_is_not_asked_again_at_once() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::bare(503, fixture!("prometheus/timeout.json")));
    let error = series(asking(&peer, "up"), WINDOW, 60).await.unwrap_err();
    let said = "timeout: query timed out in expression evaluation; ask for a shorter window or a larger step";
    assert_eq!((error, peer.asked().len()), (SourceError::Outage { detail: said.into() }, 1));
}

#[tokio::test]
async fn what_is_no_number_is_no_value_and_no_zero() {
    let peer = Peer::start().await;
    peer.on(
        RANGE,
        Reply::json(matrix(r#"[1794247200,"NaN"],[1794247260,"+Inf"],[1794247320.0,"-Inf"],[1794247380,"0"],[1794247440,"1e-3"]"#)),
    );
    let series = series(asking(&peer, "a/b"), WINDOW, 60).await.unwrap();
    let values: Vec<Option<f64>> = series.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [None, None, None, Some(0.0), Some(0.001)]);
    assert_eq!(series.warnings, ["3 of 5 points have no value (null, NaN or infinite); they are not counted as 0"]);
}

#[tokio::test]
async fn several_series_are_an_error_that_names_them() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/nan.json")));
    let error = series(asking(&peer, "x"), WINDOW, 60).await.unwrap_err();
    assert_eq!(error.to_string(), r#"the query finds 3 series ({}, {k="inf"}, {k="ninf"}): aggregate them, as with sum(…) or avg(…)"#);
}

#[tokio::test]
async fn instant_answers_are_read_too() {
    let peer = Peer::start().await;
    let window = Window { from: 1_794_268_800, to: 1_794_268_801 };
    for (body, value) in [(fixture!("prometheus/scalar.json"), 0.120_436), (fixture!("prometheus/vector.json"), 0.404_361)] {
        peer.on(RANGE, Reply::json(body));
        let series = series(asking(&peer, "x"), window, 60).await.unwrap();
        assert_eq!(series.points, [Point::new(1_794_268_800, value)]);
    }
    peer.on(RANGE, Reply::json(fixture!("prometheus/text.json")));
    let error = series(asking(&peer, "\"hello\""), window, 60).await.unwrap_err();
    assert!(error.to_string().contains("a text and no numbers"), "{error}");
}

#[tokio::test]
async fn histograms_are_refused_with_what_to_do() {
    let peer = Peer::start().await;
    let native = r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1794247200,{"count":"1","sum":"2","buckets":[]}]]}]}}"#;
    peer.on(RANGE, Reply::json(native));
    let error = series(asking(&peer, "latency"), WINDOW, 60).await.unwrap_err();
    assert!(matches!(&error, SourceError::Refused { detail } if detail.contains("histogram_quantile")), "{error:?}");
}

#[tokio::test]
async fn no_data_is_no_error_and_warnings_are_shown_once() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(r#"{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["w"],"infos":["i"]}"#));
    let window = Window { from: 1_792_000_000, to: 1_792_000_000 + 3 * 86_400 };
    let series = series(asking(&peer, "up"), window, 15).await.unwrap();
    assert_eq!((series.found, series.points.len(), peer.asked().len()), (0, 0, 2));
    assert_eq!(series.warnings[..2], ["w", "i"]);
    assert!(series.warnings[2].contains("knows no data"), "{:?}", series.warnings);
}

#[tokio::test]
async fn what_people_copy_is_understood() {
    let peer = Peer::start().await;
    peer.on("/prom/api/v1/query_range", Reply::json(fixture!("prometheus/empty.json")));
    for tail in ["/prom", "/prom/", "/prom/api/v1", "/prom/api/v1/", "/prom/api/v1/query_range", "/prom/graph?g0.expr=up"] {
        series(options(SourceKind::Prometheus, &format!("{}{tail}", peer.url), "up"), WINDOW, 60).await.unwrap();
    }
    assert_eq!(peer.asked().len(), 6);
}

#[tokio::test]
async fn a_long_query_goes_into_a_form() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/empty.json")));
    let query = format!("sum(rate(http_requests_total{{path=~\"{}\"}}[5m]))", "a|".repeat(1_000));
    series(asking(&peer, &query), WINDOW, 60).await.unwrap();
    let asked = &peer.asked()[0];
    assert_eq!((asked.target.as_str(), asked.headers["content-type"].to_str().unwrap()), (RANGE, "application/x-www-form-urlencoded"));
    assert_eq!(parameters(&format!("/?{}", asked.body))["query"], query);
    // A form asks and changes nothing: trouble is asked again.
    peer.series(RANGE, vec![Reply::bare(502, ""), Reply::json(fixture!("prometheus/empty.json"))]);
    series(asking(&peer, &query), WINDOW, 60).await.unwrap();
    assert_eq!(peer.asked().len(), 3);
}

#[tokio::test]
async fn user_and_password_are_basic() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/empty.json")));
    series(SourceOptions { secret: Some("ann:word".into()), ..asking(&peer, "up") }, WINDOW, 60).await.unwrap();
    series(SourceOptions { secret: None, ..asking(&peer, "up") }, WINDOW, 60).await.unwrap();
    assert_eq!(peer.asked()[0].headers["authorization"], "Basic YW5uOndvcmQ=");
    assert!(!peer.asked()[1].headers.contains_key("authorization"));
}

#[tokio::test]
async fn what_has_not_happened_yet_is_not_asked_for() {
    let peer = Peer::start().await;
    peer.on(RANGE, Reply::json(fixture!("prometheus/empty.json")));
    let at = now().timestamp();
    series(asking(&peer, "up"), Window { from: at - 600, to: at + 600 }, 60).await.unwrap();
    assert_eq!(parameters(&peer.asked()[0].target)["end"], at.to_string());
    assert!(series(asking(&peer, "up"), Window { from: at + 1, to: at + 600 }, 60).await.is_err());
}

#[test]
fn a_query_that_misleads_is_told() {
    use super::advice::about;
    assert_eq!(about("rate(frame_drops_total[5m])", 1_800, false), Vec::<String>::new());
    assert!(about("frame_drops_total", 60, false)[0].contains("looks like a counter"));
    assert_eq!(about("frame_drops_total", 1_800, true), Vec::<String>::new(), "it is known");
    assert!(about("checkout_p95_seconds", 1_800, false)[0].contains("avg_over_time(…[1800s])"));
    assert_eq!(about("checkout_p95_seconds", 60, false), Vec::<String>::new());
}
