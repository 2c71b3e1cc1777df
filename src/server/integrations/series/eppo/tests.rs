use super::super::tests::{experiment, options};
use crate::{
    domain::{
        experiment::{Experiment, Lift},
        metric::Improve,
        metric_source::{SourceKind, SourceSettings},
    },
    server::integrations::{
        SourceError,
        peer::{Peer, Reply},
        series::SourceOptions,
    },
};
use serde_json::{Value, json};

const UUID: &str = "550e8400-e29b-41d4-a716-446655440000";

fn legacy(peer: &Peer, query: &str) -> SourceOptions {
    options(SourceKind::Eppo, &peer.url, query)
}

fn datadog(peer: &Peer, query: &str) -> SourceOptions {
    let settings = SourceSettings { site: Some("datadoghq.eu".into()), ..Default::default() };
    SourceOptions { second_secret: Some("s3cond".into()), settings, ..legacy(peer, query) }
}

fn told() -> Value {
    let metric = |id: u64, change: f64| {
        json!({"metric_id": id, "metric_value": 0.11, "assignment_count": 5000, "percent_change": change, "p_value": 0.2,
        "confidence_interval": {"lower_bound": change - 0.05, "upper_bound": change + 0.05}})
    };
    let mut adjusted = metric(1, 0.05);
    adjusted["cuped"] = json!({"percent_change": 0.04, "p_value": 0.01, "confidence_interval": {"lower_bound": 0.01, "upper_bound": 0.07}});
    json!({"id": 7, "name": "Button", "status": "Concluded", "experiment_key": "button", "assignments_start_date": "2026-11-01T00:00:00Z",
        "assignments_end_date": "2026-11-15T00:00:00Z", "results_last_updated": "2026-11-16T00:00:00Z", "is_traffic_imbalanced": false,
        "variations": [
            {"name": "Control", "variant_key": "control", "is_control": true, "calculated_metrics": [metric(1, 0.0)]},
            {"name": "Test", "variant_key": "test", "is_control": false, "calculated_metrics": [adjusted, metric(2, -0.03)]}]})
}

fn eppo(peer: &Peer, told: &Value) {
    peer.on("/api/v1/experiments/7", Reply::json(told.to_string()));
    peer.on("/api/v1/metrics/1", Reply::json(r#"{"id":1,"name":"Purchases","desired_change":"increase"}"#));
}

#[tokio::test]
async fn an_experiment_of_eppo_is_read_in_fractions() {
    let peer = Peer::start().await;
    eppo(&peer, &told());
    let found = experiment(legacy(&peer, "7")).await.unwrap();
    assert_eq!((found.days, found.sample_ratio_mismatch, found.variants.len()), (Some(14), Some(false), 2));
    let [first, second] = &found.effects[..] else { panic!("{:?}", found.effects) };
    assert_eq!((first.metric.as_str(), first.estimate, first.lower, first.upper), ("Purchases", Some(0.04), Some(0.01), Some(0.07)));
    assert_eq!((first.cuped, first.p_value, first.improve, first.assigned), (true, Some(0.01), Some(Improve::Up), Some(5_000)));
    assert_eq!((second.metric.as_str(), second.estimate, second.cuped), ("metric 2", Some(-0.03), false), "404: its name is nice to have");
    let asked = &peer.asked()[0];
    assert_eq!(asked.target, "/api/v1/experiments/7?with_calculated_metrics=true&with_full_cuped_data=true");
    assert_eq!(asked.headers["x-eppo-token"], "s3cret");
    let signing = SourceOptions { second_secret: Some("word".into()), ..legacy(&peer, "7") };
    experiment(signing).await.unwrap();
    assert!(peer.asked().iter().all(|asked| !asked.headers.contains_key("dd-application-key")), "what webhooks are signed with stays here");
    let mut only = legacy(&peer, "7");
    only.settings.metric = Some("purchases".into());
    assert_eq!(experiment(only).await.unwrap().effects.len(), 1);
}

#[tokio::test]
async fn imbalanced_traffic_is_said_loudly() {
    let peer = Peer::start().await;
    let mut told = told();
    told["is_traffic_imbalanced"] = json!(true);
    eppo(&peer, &told);
    let found = experiment(legacy(&peer, "7")).await.unwrap();
    assert_eq!(found.sample_ratio_mismatch, Some(true));
    assert!(found.warnings[0].contains("cannot be believed"), "{:?}", found.warnings);
}

#[tokio::test]
async fn what_eppo_does_not_tell_is_none() {
    let peer = Peer::start().await;
    let bare = json!({"id": 7, "name": "Button", "variations": [{"variant_key": "test", "calculated_metrics": [{"metric_id": 1}]}]});
    eppo(&peer, &bare);
    let found = experiment(legacy(&peer, "7")).await.unwrap();
    let effect = &found.effects[0];
    assert_eq!((effect.estimate, effect.p_value, effect.lower, effect.assigned), (None, None, None, None));
    assert_eq!((found.sample_ratio_mismatch, found.days), (None, None));
}

#[tokio::test]
async fn a_key_is_looked_for_page_by_page() {
    let peer = Peer::start().await;
    let full: Vec<Value> = (0..100).map(|i| json!({"id": 1_000 + i, "experiment_key": format!("other-{i}")})).collect();
    let path = |offset: u32| format!("/api/v1/experiments?limit=100&offset={offset}&experiment_key=button");
    peer.on(&path(0), Reply::json(json!(full).to_string()));
    peer.on(&path(100), Reply::json(r#"[{"id":7,"experiment_key":"button"}]"#));
    eppo(&peer, &told());
    assert_eq!(experiment(legacy(&peer, "button")).await.unwrap().name, "Button");
    peer.on(&path(100), Reply::json("[]"));
    let error = experiment(legacy(&peer, "button")).await.unwrap_err();
    assert_eq!(error, SourceError::NotFound { detail: "there is no experiment with the key button".into() });
}

async fn moved(results: Reply) -> (Peer, Result<Experiment, SourceError>) {
    let peer = Peer::start().await;
    let base = format!("/api/v2/experiments/{UUID}");
    peer.on(&base, Reply::json(fixture!("eppo/experiment.json"))).on(&format!("{base}/results"), results);
    peer.on(&format!("{base}/traffic-summary"), Reply::json(fixture!("eppo/traffic.json")));
    let found = experiment(datadog(&peer, UUID)).await;
    (peer, found)
}

#[tokio::test]
async fn the_documented_experiment_of_datadog_is_read() {
    let (peer, found) = moved(Reply::json(fixture!("eppo/results.json"))).await;
    let found = found.unwrap();
    assert_eq!((found.name.as_str(), found.status.as_str(), found.days), ("Checkout button test", "DECISION_MADE", Some(14)));
    assert_eq!((found.sample_ratio_mismatch, found.variants.len(), found.variants[1].assigned), (Some(false), 2, Some(10_000)));
    let effect = &found.effects[0];
    assert_eq!((effect.lift, effect.estimate, effect.lower, effect.upper), (Lift::Absolute, Some(0.01), Some(0.0015), Some(0.0185)));
    assert_eq!((effect.p_value, effect.level, effect.method.as_deref()), (Some(0.021), Some(0.95), Some("FIXED_SAMPLE")));
    assert_eq!(effect.improve, Some(Improve::Up));
    assert_eq!(peer.asked()[0].headers["dd-application-key"], "s3cond");
}

#[tokio::test]
async fn a_p_value_that_is_missing_is_not_zero() {
    let (_, found) = moved(Reply::json(fixture!("eppo/results_simple.json"))).await;
    let effect = found.unwrap().effects.remove(0);
    assert_eq!((effect.estimate, effect.p_value), (Some(0.2), None));
}

#[tokio::test]
async fn of_several_analyses_the_best_is_taken() {
    let analysis = |lift: &str, cuped: bool, unreliable: bool, estimate: f64| json!({"lift_type": lift, "method": "BAYESIAN", "is_cuped_adjusted": cuped, "is_unreliable": unreliable, "point_estimate": estimate});
    let all = json!([
        analysis("ABSOLUTE", true, false, 1.0),
        analysis("RELATIVE", true, false, 2.0),
        analysis("RELATIVE", false, false, 3.0),
        analysis("RELATIVE", true, true, 4.0),
        analysis("NEW_KIND", true, false, 5.0)
    ]);
    let metric = json!({"metric_id": "m", "metric_name": "M", "sub_metric_property_name": "country", "sub_metric_property_value": "DE", "analyses": all});
    let results = json!({"data": [{"id": "x", "attributes": {"variant_key": "b", "is_control": false, "metrics": [metric]}}],
        "meta": {"is_stale": true, "stale_reasons": ["CONFIG_CHANGED"]}});
    let (_, found) = moved(Reply::json(results.to_string())).await;
    let found = found.unwrap();
    assert_eq!((found.effects[0].estimate, found.effects[0].segment.as_deref()), (Some(2.0), Some("country=DE")));
    assert_eq!(found.warnings, ["the results are stale: CONFIG_CHANGED"]);
}

#[tokio::test]
async fn no_results_yet_is_no_error() {
    let (_, found) = moved(Reply::bare(404, r#"{"errors":[{"title":"Not Found"}]}"#)).await;
    let found = found.unwrap();
    assert_eq!((found.effects.len(), found.results_at, found.warnings), (0, None, vec!["the experiment has no results yet".into()]));
    let (_, found) = moved(Reply::bare(409, r#"{"errors":[{"title":"Conflict","detail":"the metrics are incompatible"}]}"#)).await;
    assert_eq!(found, Err(SourceError::Refused { detail: "answered 409: the metrics are incompatible".into() }));
    let peer = Peer::start().await;
    assert!(matches!(experiment(datadog(&peer, UUID)).await, Err(SourceError::NotFound { .. })), "no experiment at all");
}

#[tokio::test]
async fn a_name_is_looked_for_page_by_page() {
    let peer = Peer::start().await;
    let path = |offset: u32| format!("/api/v2/experiments?page%5Blimit%5D=50&page%5Boffset%5D={offset}&search=Checkout+button+test");
    let other = json!({"data": [{"id": "o", "attributes": {"name": "Checkout button test 2"}}], "meta": {"page": {"total": 2}}, "links": {"next": "https://elsewhere.example/"}});
    peer.on(&path(0), Reply::json(other.to_string())).on(&path(1), Reply::json(fixture!("eppo/list.json")));
    peer.on(&format!("/api/v2/experiments/{UUID}"), Reply::json(fixture!("eppo/experiment.json")));
    assert_eq!(experiment(datadog(&peer, "Checkout button test")).await.unwrap().id, UUID);
    let government = SourceOptions { endpoint: "https://api.ddog-gov.com".into(), ..datadog(&peer, UUID) };
    assert!(experiment(government).await.is_err());
}
