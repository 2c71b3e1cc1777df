use super::{Annotation, ChangeEvent, annotate, send_change_event};
use crate::{
    domain::metric_source::SourceKind,
    server::integrations::{
        SourceError,
        peer::{Peer, Reply},
        series::{
            SourceOptions,
            tests::{now, options},
        },
    },
};
use serde_json::{Value, json};

fn note() -> Annotation {
    Annotation { at: now(), text: "Merged #327".into(), key: "pr:327".into(), tags: vec!["service:checkout".into()] }
}

fn event() -> ChangeEvent {
    ChangeEvent {
        at: now(),
        title: "t".repeat(600),
        text: "Merged".into(),
        key: "pr:327".into(),
        resource: "acme/app".into(),
        services: vec!["payments_api".into()],
        author: Some("ann".into()),
        tags: vec!["service:checkout".into()],
    }
}

#[tokio::test]
async fn an_annotation_is_written_once() {
    let peer = Peer::start().await;
    let path = "/api/annotations";
    peer.series(path, vec![Reply::json("[]"), Reply::json(r#"{"message":"Annotation added","id":1}"#), Reply::json(r#"[{"id":1}]"#)]);
    let grafana = options(SourceKind::Grafana, &format!("{}/api/ds/query", peer.url), "");
    assert_eq!(annotate(&grafana, &note(), now()).await, Ok(1));
    assert_eq!(annotate(&grafana, &note(), now()).await, Ok(1), "found, so not written again");
    let asked = peer.asked();
    assert_eq!(asked.len(), 3);
    assert!(asked[0].target.starts_with("/api/annotations?tags=maestro&tags=pr%3A327&"), "{}", asked[0].target);
    let body: Value = serde_json::from_str(&asked[1].body).unwrap();
    assert_eq!(body, json!({"time": 1_795_341_600_000_i64, "tags": ["maestro", "pr:327", "service:checkout"], "text": "Merged #327"}));
}

#[tokio::test]
async fn an_annotation_is_not_sent_again_when_nobody_knows() {
    let peer = Peer::start().await;
    peer.series("/api/annotations", vec![Reply::json("[]"), Reply::bare(502, "")]);
    let grafana = options(SourceKind::Grafana, &peer.url, "");
    assert!(matches!(annotate(&grafana, &note(), now()).await, Err(SourceError::Outage { .. })));
    assert_eq!(peer.asked().len(), 2);
}

#[tokio::test]
async fn a_change_event_fits_its_limits() {
    let peer = Peer::start().await;
    peer.on("/api/v2/events", Reply::bare(202, fixture!("datadog/v2_event_post.json")));
    let datadog = options(SourceKind::Datadog, &peer.url, "");
    assert_eq!(send_change_event(&datadog, &event(), now()).await, Ok(Some("8407723285051133019".into())));
    let body: Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    let attributes = &body["data"]["attributes"];
    assert_eq!((&attributes["category"], &attributes["integration_id"]), (&json!("change"), &json!("custom-events")));
    assert_eq!((attributes["title"].as_str().unwrap().len(), &attributes["timestamp"]), (500, &json!("2026-11-22T10:00:00.000Z")));
    assert_eq!(attributes["attributes"]["changed_resource"], json!({"type": "configuration", "name": "acme/app"}));
    assert_eq!(attributes["attributes"]["impacted_resources"], json!([{"type": "service", "name": "payments_api"}]));
}

#[tokio::test]
async fn without_change_events_a_plain_one_is_sent() {
    let peer = Peer::start().await;
    peer.on("/api/v1/events", Reply::bare(202, fixture!("datadog/v1_event_post.json")));
    let datadog = options(SourceKind::Datadog, &peer.url, "");
    // The number in the same answer is rounded.
    assert_eq!(send_change_event(&datadog, &event(), now()).await, Ok(Some("6327818702635911562".into())));
    assert_eq!((peer.count("/api/v2/events"), peer.count("/api/v1/events")), (1, 1), "404, then the plain way");
    let without = SourceOptions { second_secret: None, ..datadog };
    send_change_event(&without, &event(), now()).await.unwrap();
    assert_eq!((peer.count("/api/v2/events"), peer.count("/api/v1/events")), (1, 2));
}

#[tokio::test]
async fn what_perhaps_arrived_is_not_sent_again() {
    let peer = Peer::start().await;
    peer.on("/api/v2/events", Reply::bare(502, ""));
    let datadog = options(SourceKind::Datadog, &peer.url, "");
    assert!(matches!(send_change_event(&datadog, &event(), now()).await, Err(SourceError::Outage { .. })));
    assert_eq!(peer.asked().len(), 1);
    let old = ChangeEvent { at: now() - chrono::Duration::hours(19), ..event() };
    assert!(matches!(send_change_event(&datadog, &old, now()).await, Err(SourceError::Refused { .. })));
    assert_eq!(peer.asked().len(), 1);
    peer.on("/api/v2/events", Reply::bare(404, "")).on("/api/v1/events", Reply::bare(400, fixture!("datadog/v1_event_post_400.json")));
    let error = send_change_event(&datadog, &event(), now()).await.unwrap_err();
    assert_eq!(error, SourceError::Refused { detail: "answered 400: Event too far in the past".into() });
}
