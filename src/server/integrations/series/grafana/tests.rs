use super::super::tests::{WINDOW, options, series};
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

const QUERY: &str = "/api/ds/query";
const EMPTY: &str = r#"{"results":{"A":{"status":200,"frames":[]}}}"#;
const EVER: Window = Window { from: 0, to: 9_000_000_000 };

fn asking(peer: &Peer, query: &str) -> SourceOptions {
    let mut options = options(SourceKind::Grafana, &peer.url, query);
    options.settings.datasource = Some("prom-1".into());
    options
}

fn frames(frames: &Value) -> Reply {
    Reply::json(json!({"results": {"A": {"status": 200, "frames": frames}}}).to_string())
}

#[tokio::test]
async fn a_frame_is_read_by_column() {
    let peer = Peer::start().await;
    peer.on(QUERY, Reply::json(fixture!("grafana/series.json")));
    let window = Window { from: 1_708_955_198, to: 1_708_970_000 };
    let series = series(asking(&peer, "up"), window, 60).await.unwrap();
    assert_eq!((series.points.len(), series.step, series.found), (9, Some(1_800), 1), "the step as the frame tells it");
    assert_eq!(series.points[0], Point::new(1_708_955_198, 8.675_906_980_661_981));
}

#[tokio::test]
async fn what_json_cannot_say_is_no_value() {
    let peer = Peer::start().await;
    peer.on(QUERY, Reply::json(fixture!("grafana/entities.json")));
    let series = series(asking(&peer, "up"), EVER, 86_400).await.unwrap();
    // Two times of the recording lie far in the future, one below a second.
    let points: Vec<(i64, Option<f64>)> = series.points.iter().map(|point| (*point).into()).collect();
    assert_eq!(points, [(0, None), (9_007_199, None), (1_568_039_445, None), (1_568_039_450, Some(0.0))]);
    let marked = json!([{"schema": {"fields": [{"name": "Time", "type": "time"}, {"name": "v", "type": "number", "config": {"unit": "s"}}]},
        "data": {"values": [[1_794_247_200_000_i64, 1_794_247_260_000_i64], [7, 8]], "entities": [null, {"NaN": [1]}], "nanos": [[5, 0], null]}}]);
    peer.on(QUERY, frames(&marked));
    let series = super::super::tests::series(asking(&peer, "up"), WINDOW, 60).await.unwrap();
    assert_eq!((series.points, series.unit), (vec![Point::new(1_794_247_200, 7.0), Point::new(1_794_247_260, None)], Some("s".into())));
}

#[tokio::test]
async fn the_question_has_times_as_text_and_room_for_its_points() {
    let peer = Peer::start().await;
    peer.on(QUERY, Reply::json(EMPTY));
    let mut options = asking(&peer, "rate(frame_drops_total[5m])");
    options.settings.org = Some("2".into());
    let series = series(options, WINDOW, 60).await.unwrap();
    assert_eq!((series.found, series.step), (0, Some(60)));
    let asked = &peer.asked()[0];
    assert_eq!(
        (&asked.headers["authorization"], &asked.headers["x-grafana-org-id"]),
        (&"Bearer s3cret".parse().unwrap(), &"2".parse().unwrap())
    );
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((&body["from"], &body["to"]), (&json!("1794247200000"), &json!("1794250740000")));
    let query = &body["queries"][0];
    assert_eq!((&query["refId"], &query["datasource"]), (&json!("A"), &json!({"type": "prometheus", "uid": "prom-1"})));
    assert_eq!(
        (&query["intervalMs"], &query["interval"], &query["expr"]),
        (&json!(60_000), &json!("60s"), &json!("rate(frame_drops_total[5m])"))
    );
    assert!(query["maxDataPoints"].as_i64().unwrap() >= 60);
}

#[tokio::test]
async fn the_contracts_own_example_is_polled_as_grafana() {
    let peer = Peer::start().await;
    peer.on("/sub/api/ds/query", Reply::json(EMPTY));
    let listed =
        r#"[{"name":"Logs","uid":"l","type":"loki","isDefault":true},{"name":"Prom","uid":"p","type":"prometheus","isDefault":false}]"#;
    peer.on("/sub/api/datasources", Reply::json(listed));
    series(options(SourceKind::Prometheus, &format!("{}/sub/api/ds/query", peer.url), "rate(frame_drops_total[5m])"), WINDOW, 60)
        .await
        .unwrap();
    let body: Value = serde_json::from_str(&peer.asked()[1].body).unwrap();
    assert_eq!(body["queries"][0]["datasource"]["uid"], "p", "the only Prometheus");
}

#[tokio::test]
async fn which_data_source_is_meant_must_be_clear() {
    let peer = Peer::start().await;
    peer.on("/api/datasources", Reply::json(r#"[{"name":"A","uid":"a","type":"prometheus"},{"name":"B","uid":"b","type":"prometheus"}]"#));
    let error = series(options(SourceKind::Grafana, &peer.url, "up"), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().ends_with("name one by its uid: A (a), B (b)"), "{error}");
    peer.on("/api/datasources", Reply::json("[]"));
    let error = series(options(SourceKind::Grafana, &peer.url, "up"), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().contains("has no Prometheus that this token may see"), "{error}");
}

#[tokio::test]
async fn an_error_of_the_query_is_told_whatever_the_status() {
    let peer = Peer::start().await;
    let inside = |status: u16| {
        format!(
            r#"{{"results":{{"A":{{"error":"bad_data: 1:5: parse error: unclosed left parenthesis","errorSource":"downstream","status":{status}}}}}}}"#
        )
    };
    for (http, inner) in [(200, 400), (207, 500), (400, 400)] {
        peer.on(QUERY, Reply::bare(http, inside(inner)));
        let error = series(asking(&peer, "sum("), WINDOW, 60).await.unwrap_err();
        assert_eq!(error, SourceError::Refused { detail: "bad_data: 1:5: parse error: unclosed left parenthesis".into() }, "{http}");
    }
    peer.on(QUERY, Reply::bare(400, r#"{"results":{"A":{"error":"upstream is down","status":502}}}"#));
    assert!(matches!(series(asking(&peer, "up"), WINDOW, 60).await, Err(SourceError::Outage { .. })));
    peer.on(QUERY, Reply::bare(400, r#"{"results":{"A":{"error":"slow down","status":429}}}"#));
    assert!(matches!(series(asking(&peer, "up"), WINDOW, 60).await, Err(SourceError::RateLimited { .. })));
}

#[tokio::test]
async fn several_series_and_tables_are_refused() {
    let peer = Peer::start().await;
    let one = |code: &str| {
        json!({"schema": {"fields": [{"name": "Time", "type": "time"}, {"name": "Value", "type": "number", "labels": {"code": code}}]},
        "data": {"values": [[1_794_247_200_000_i64], [1]]}})
    };
    peer.on(QUERY, frames(&json!([one("200"), one("500")])));
    let error = series(asking(&peer, "x"), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().starts_with(r#"the query finds 2 series ({code="200"}, {code="500"})"#), "{error}");
    peer.on(QUERY, Reply::json(fixture!("grafana/table.json")));
    let error = series(asking(&peer, "x"), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().contains("a table without times"), "{error}");
    let uneven = json!([{"schema": {"fields": [{"name": "Time", "type": "time"}, {"name": "v", "type": "number"}]}, "data": {"values": [[1, 2], [1]]}}]);
    peer.on(QUERY, frames(&uneven));
    assert!(matches!(series(asking(&peer, "x"), WINDOW, 60).await, Err(SourceError::Malformed { .. })));
}

#[tokio::test]
async fn the_proxy_speaks_prometheus_by_uid_and_by_get() {
    let peer = Peer::start().await;
    let proxy = "/api/datasources/proxy/uid/prom-1";
    peer.on(&format!("{proxy}/api/v1/query_range"), Reply::json(r#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#));
    let long = format!("sum({})", "a or ".repeat(500));
    for kind in [SourceKind::Grafana, SourceKind::Prometheus] {
        series(options(kind, &format!("{}{proxy}/api/v1/query_range", peer.url), &long), WINDOW, 60).await.unwrap();
    }
    assert!(peer.asked().iter().all(|asked| asked.body.is_empty()), "a POST through the proxy may be refused");
    let error =
        series(options(SourceKind::Grafana, &format!("{}/api/datasources/proxy/1/api/v1", peer.url), "up"), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().contains("no proxy by number"), "{error}");
}

#[tokio::test]
async fn a_query_in_json_is_handed_on() {
    let peer = Peer::start().await;
    peer.on(QUERY, Reply::json(EMPTY));
    let sql = r#"{"datasource":{"type":"postgres","uid":"pg"},"rawSql":"select 1","format":"time_series"}"#;
    series(options(SourceKind::Grafana, &peer.url, sql), WINDOW, 60).await.unwrap();
    let body: Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    assert_eq!((&body["queries"][0]["rawSql"], &body["queries"][0]["datasource"]["uid"]), (&json!("select 1"), &json!("pg")));
}
