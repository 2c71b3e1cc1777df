use super::measured;
use crate::support::{
    TestApp,
    peer::{Peer, Reply},
};
use maestro::server::metric_sources;
use serde_json::{Value, json};

#[tokio::test]
async fn the_configuration_of_the_contract_is_taken_and_its_secret_never_comes_back() {
    let app = TestApp::new().await;
    let body = json!({"name": "Frame drop rate", "type": "prometheus", "query": "rate(frame_drops_total[5m])",
        "endpoint": "https://grafana.internal/api/ds/query", "beforeWindow": "7d", "afterWindow": "7d", "secret": "glsa_topsecret1234"});
    let added = app.post("/api/metric-sources", body).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let source = added.json();
    assert_eq!((&source["type"], &source["beforeWindow"], &source["secretLast4"]), (&json!("prometheus"), &json!("7d"), &json!("1234")));
    let listed = app.get("/api/metric-sources").await;
    assert!(!listed.body.contains("topsecret") && !added.body.contains("topsecret"));
    assert_eq!(listed.ok()["items"][0]["id"], source["id"]);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_name() {
    let app = TestApp::new().await;
    let cases = [
        (json!({"type": "prometheus"}), vec!["/name", "/endpoint", "/query"]),
        (json!({"name": "x", "type": "csv", "beforeWindow": "9 months"}), vec!["/beforeWindow"]),
        (json!({"name": "x", "type": "excel"}), vec!["/type"]),
        (json!({"name": "x", "type": "manual", "secretRef": "nobody"}), vec!["/secretRef"]),
        (json!({"name": "x", "type": "manual", "controls": ["nobody"]}), vec!["/controls/0"]),
        (json!({"name": "x", "type": "grafana", "endpoint": "ftp://x", "query": "up"}), vec!["/endpoint"]),
    ];
    for (body, pointers) in cases {
        let refused = app.post("/api/metric-sources", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.body);
        let named: Vec<String> =
            refused.json()["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap().into()).collect();
        assert_eq!(named, pointers, "{body}");
    }
    assert_eq!(app.post("/api/metric-sources", json!({"name": "x", "type": "manual", "goalId": "G99"})).await.status, 404);
    assert_eq!(app.get("/api/metric-sources").await.ok()["items"], json!([]), "nothing of it was stored");
}

#[tokio::test]
async fn a_source_is_changed_archived_and_brought_back() {
    let app = TestApp::new().await;
    let (goal, id) = measured(&app, "Fewer errors", json!({})).await;
    let path = format!("/api/metric-sources/{id}");
    let read = app.get(&path).await;
    let tag = read.header("etag").unwrap().to_owned();
    let changed =
        app.patch(&path, json!({"name": "Errors a minute", "unit": "errors", "afterWindow": "14d"})).header("if-match", &tag).await.ok();
    assert_eq!((&changed["name"], &changed["unit"], &changed["afterWindow"]), (&json!("Errors a minute"), &json!("errors"), &json!("14d")));
    let late = app.patch(&path, json!({"name": "Other"})).header("if-match", &tag).await;
    late.refused(412);
    assert_eq!(app.patch(&path, json!({"unit": null})).await.ok()["unit"], Value::Null);
    assert_eq!(app.patch(&path, json!({"zone": "Europe/Vienna"})).await.ok()["zone"], json!("Europe/Vienna"));
    assert_eq!(app.patch(&path, json!({"name": "Errors"})).await.ok()["zone"], json!("Europe/Vienna"), "what is left out stays");
    assert_eq!(app.patch(&path, json!({"zone": ""})).await.ok()["zone"], Value::Null, "an empty text clears");
    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(app.get(&format!("/api/metric-sources?goal={goal}")).await.ok()["items"], json!([]));
    app.post(&format!("{path}/samples"), json!({"samples": []})).await.refused(409);
    assert_eq!(app.post(&format!("{path}/restore"), json!({})).await.status, 204);
    assert_eq!(app.get(&format!("/api/metric-sources?goal={goal}")).await.ok()["items"][0]["id"], json!(id));
}

#[tokio::test]
async fn a_metadata_service_is_not_asked() {
    let app = TestApp::new().await;
    for endpoint in ["http://169.254.169.254/latest", "http://[fe80::1]:9090", "http://metadata.google.internal"] {
        let body = json!({"name": "x", "type": "prometheus", "endpoint": endpoint, "query": "up"});
        let why = app.post("/api/metric-sources", body).await.refused(422);
        assert!(why.starts_with("/endpoint: ") && why.contains("not asked unless it is allowed"), "{why}");
    }
    let body = json!({"name": "x", "type": "prometheus", "endpoint": "http://127.0.0.1:9090", "query": "up"});
    let id = app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/metric-sources/{id}");
    app.patch(&path, json!({"endpoint": "http://169.254.169.254/"})).await.refused(422);
    assert_eq!(app.get(&path).await.ok()["endpoint"], json!("http://127.0.0.1:9090"));
}

#[tokio::test]
async fn a_secret_goes_only_to_where_it_was_entered_for() {
    let app = TestApp::new().await;
    let (peer, stranger) = (Peer::start().await, Peer::start().await);
    for peer in [&peer, &stranger] {
        peer.on("/api/v1/query_range", Reply::json(r#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#));
    }
    let body = |more: Value| {
        let mut body = json!({"name": "Errors", "type": "prometheus", "query": "up"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let added = app.post("/api/metric-sources", body(json!({"endpoint": peer.url, "secret": "TOPSECRET123"}))).await.ok();
    let id = added["id"].as_str().unwrap();
    let path = format!("/api/metric-sources/{id}");
    let why = app.patch(&path, json!({"endpoint": stranger.url})).await.refused(422);
    assert!(why.starts_with("/secret: is needed again"), "{why}");
    app.patch(&path, json!({"endpoint": format!("{}/prefix", peer.url)})).await.ok();
    let why = app.post("/api/metric-sources", body(json!({"endpoint": stranger.url, "secretRef": id}))).await.refused(422);
    assert!(why.starts_with("/secretRef: "), "{why}");
    let borrower = app.post("/api/metric-sources", body(json!({"endpoint": peer.url, "secretRef": id}))).await.ok();
    // The lender moves with another secret, and takes it along: the borrower gets neither.
    app.patch(&path, json!({"endpoint": stranger.url, "secret": "another"})).await.ok();
    let told = app.post(&format!("/api/metric-sources/{}/test", borrower["id"].as_str().unwrap()), json!({})).await.ok();
    assert!(told["detail"].as_str().unwrap().contains("enter one here"), "{told}");
    let heard = format!("{:?}", [peer.asked(), stranger.asked()]);
    // What is typed goes where it is tried, also while another's is stored.
    let tried = json!({"name": "Errors", "type": "prometheus", "query": "up", "endpoint": peer.url, "secretRef": id, "secret": "typed"});
    metric_sources::attempt(&app.app, serde_json::from_value(tried).unwrap()).await.unwrap();
    assert_eq!(peer.asked().last().unwrap().headers["authorization"], "Bearer typed");
    assert!(!heard.contains("TOPSECRET123") && !heard.contains("another"), "{heard}");
}

#[tokio::test]
async fn a_control_counts_once_and_is_another_metric() {
    let app = TestApp::new().await;
    let (goal, id) = measured(&app, "Fewer errors", json!({})).await;
    let (_, other) = measured(&app, "Other", json!({})).await;
    let change = super::rfc(super::change());
    let assess = |controls: Value| {
        let body = json!({"metricSourceId": id, "controls": controls, "intervention": {"start": change, "end": change}});
        app.post(&format!("/api/goals/{goal}/assess"), body)
    };
    for (controls, pointer) in
        [(json!([other, other]), "/controls/1: "), (json!([id]), "/controls/0: "), (json!(["nobody"]), "/controls/0: ")]
    {
        let why = assess(controls.clone()).await.refused(422);
        assert!(why.starts_with(pointer), "{controls}: {why}");
    }
    let path = format!("/api/metric-sources/{id}");
    assert!(app.patch(&path, json!({"controls": [other, other]})).await.refused(422).starts_with("/controls/1: "));
    app.patch(&path, json!({"controls": [other]})).await.ok();
    let long = json!({"metricSourceId": id, "intervention": {"start": "1970-01-01T00:00:00Z", "end": change}});
    assert!(app.post(&format!("/api/goals/{goal}/assess"), long).await.refused(422).starts_with("/intervention/end: "));
}
