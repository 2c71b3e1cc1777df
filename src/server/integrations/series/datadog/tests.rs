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
use serde_json::{Value, json};

const V1: &str = "/api/v1/query";
const V2: &str = "/api/v2/query/timeseries";
const FORMULA: &str = r#"{"queries":[{"data_source":"metrics","name":"a","query":"avg:x{*}"}],"formulas":[{"formula":"a"}]}"#;

fn asking(peer: &Peer, query: &str) -> SourceOptions {
    options(SourceKind::Datadog, &peer.url, query)
}

#[tokio::test]
async fn v1_takes_seconds_and_gives_milliseconds() {
    let peer = Peer::start().await;
    peer.on(V1, Reply::json(fixture!("datadog/v1_query.json")));
    let window = Window { from: 1_641_344_100, to: 1_641_345_000 };
    let series = series(asking(&peer, "system.cpu.idle{*}"), window, 300).await.unwrap();
    assert_eq!((series.points.len(), series.step, series.unit.as_deref()), (3, Some(300), Some("percent")));
    assert_eq!(series.points[0], Point::new(1_641_344_100, 91.458_384_047_614_2));
    let asked = &peer.asked()[0];
    // A whole day, so that a short window comes with the same step as a long one.
    assert_eq!(asked.target, "/api/v1/query?from=1641340800&to=1641427200&query=system.cpu.idle%7B*%7D");
    assert_eq!(
        (&asked.headers["dd-api-key"], &asked.headers["dd-application-key"]),
        (&"s3cret".parse().unwrap(), &"s3cond".parse().unwrap())
    );
}

#[tokio::test]
async fn an_error_inside_a_success_is_an_error() {
    let peer = Peer::start().await;
    peer.on(V1, Reply::json(r#"{"status":"error","error":"Rule 'scope_expr' didn't match","series":[]}"#));
    let error = series(asking(&peer, "x{"), WINDOW, 60).await.unwrap_err();
    assert_eq!(error, SourceError::Refused { detail: "Datadog refuses the query: Rule 'scope_expr' didn't match".into() });
    peer.on(V2, Reply::json(r#"{"data":{"attributes":{"series":[],"times":[],"values":[]}},"errors":"unknown metric"}"#));
    let error = series(asking(&peer, FORMULA), WINDOW, 60).await.unwrap_err();
    assert_eq!(error, SourceError::Refused { detail: "Datadog refuses the query: unknown metric".into() });
}

#[tokio::test]
async fn a_value_that_is_null_is_none() {
    let peer = Peer::start().await;
    let told = r#"{"status":"ok","error":"","series":[{"metric":"x","scope":"*","interval":60,"pointlist":[[1794247200000,null],[1794247260000,0]],"unit":[{"name":"byte"},{"name":"second"}]}]}"#;
    peer.on(V1, Reply::json(told));
    let series = series(asking(&peer, "x{*}"), WINDOW, 60).await.unwrap();
    assert_eq!(series.points, [Point::new(1_794_247_200, None), Point::new(1_794_247_260, 0.0)]);
    assert_eq!(series.unit.as_deref(), Some("byte/second"));
}

#[tokio::test]
async fn v2_takes_formulas_and_milliseconds() {
    let peer = Peer::start().await;
    peer.on(V2, Reply::json(fixture!("datadog/v2_timeseries.json")).with("content-type", "application/vnd.api+json"));
    let window = Window { from: 1_711_977_601, to: 1_711_981_201 };
    let series = series(asking(&peer, FORMULA), window, 5).await.unwrap();
    assert_eq!(series.points, [Point::new(1_711_977_645, 1.0), Point::new(1_711_977_705, 1.0), Point::new(1_711_980_225, 87.0)]);
    assert_eq!(series.step, Some(60), "five seconds were a wish");
    let body: Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    let attributes = &body["data"]["attributes"];
    assert_eq!((&body["data"]["type"], &attributes["interval"]), (&json!("timeseries_request"), &json!(5_000)));
    assert_eq!((&attributes["from"], &attributes["formulas"][0]["formula"]), (&json!(1_711_977_605_000_i64), &json!("a")));
    // As the documentation shows a whole question.
    super::super::tests::series(asking(&peer, &body.to_string()), window, 5).await.unwrap();
    assert!(super::super::tests::series(asking(&peer, "{\"queries\": 1}"), window, 5).await.is_err());
    assert!(super::super::tests::series(asking(&peer, "{\"queries\": ["), window, 5).await.is_err());
}

#[tokio::test]
async fn refusals_come_in_three_shapes() {
    let peer = Peer::start().await;
    let ask = |query: &'static str| series(asking(&peer, query), WINDOW, 60);
    peer.on(V2, Reply::bare(400, fixture!("datadog/v2_timeseries_400.json")).with("content-type", "text/plain; charset=utf-8"));
    let error = ask(FORMULA).await.unwrap_err();
    let said = "answered 400: API input validation failed: Invalid type. Expected \"timeseries_request\".";
    assert_eq!(error, SourceError::Refused { detail: said.into() }, "JSON under the name of text");
    peer.on(V2, Reply::bare(400, fixture!("datadog/v2_event_post_400.json")));
    assert!(ask(FORMULA).await.unwrap_err().to_string().contains("value must be one of"), "objects with a detail");
    peer.on(V1, Reply::bare(403, r#"{"errors":["Forbidden"]}"#));
    assert_eq!(ask("x{*}").await, Err(SourceError::Unauthorized { detail: "answered 403: Forbidden".into() }));
}

#[tokio::test]
async fn a_limit_counts_the_seconds_that_are_left() {
    let peer = Peer::start().await;
    // The head of a recording; its body was empty.
    let head = [
        ("x-ratelimit-limit", "10"),
        ("x-ratelimit-name", "logs_public_search_api"),
        ("x-ratelimit-period", "10"),
        ("x-ratelimit-remaining", "9"),
        ("x-ratelimit-reset", "3"),
    ];
    peer.on(V1, head.iter().fold(Reply::bare(429, ""), |reply, (name, value)| reply.with(name, value)));
    let error = series(asking(&peer, "x{*}"), WINDOW, 60).await.unwrap_err();
    let until = Some(now() + chrono::Duration::seconds(3));
    assert_eq!(error, SourceError::RateLimited { until, detail: "answered 429".into() });
}

#[tokio::test]
async fn several_groups_are_refused() {
    let peer = Peer::start().await;
    let told = json!({"data": {"attributes": {"times": [1_794_247_200_000_i64], "values": [[1], [2]],
        "series": [{"group_tags": ["env:prod"], "query_index": 0}, {"group_tags": ["env:test"], "query_index": 0}]}}});
    peer.on(V2, Reply::json(told.to_string()));
    let error = series(asking(&peer, FORMULA), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().starts_with(r#"the query finds 2 series ({env="prod"}, {env="test"})"#), "{error}");
    peer.on(V2, Reply::json(r#"{"data":{"attributes":{"series":[{}],"times":[1,2],"values":[[1]]}}}"#));
    assert!(matches!(series(asking(&peer, FORMULA), WINDOW, 60).await, Err(SourceError::Malformed { .. })));
}

#[tokio::test]
async fn a_time_that_is_not_over_has_no_value_yet() {
    let peer = Peer::start().await;
    let at = now().timestamp() - 60;
    let told = format!(r#"{{"status":"ok","series":[{{"metric":"x","interval":300,"pointlist":[[{}000,1],[{at}000,2]]}}]}}"#, at - 300);
    peer.on(V1, Reply::json(told));
    let series = series(asking(&peer, "x{*}"), Window { from: at - 600, to: at + 600 }, 300).await.unwrap();
    assert_eq!(series.points, [Point::new(at - 300, 1.0)]);
}

#[tokio::test]
async fn both_keys_are_needed() {
    let peer = Peer::start().await;
    for options in
        [SourceOptions { secret: None, ..asking(&peer, "x") }, SourceOptions { second_secret: Some(" ".into()), ..asking(&peer, "x") }]
    {
        assert!(matches!(series(options, WINDOW, 60).await, Err(SourceError::Unauthorized { .. })));
    }
    assert!(peer.asked().is_empty());
}
