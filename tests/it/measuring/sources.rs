use super::measured;
use crate::support::TestApp;
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
