use super::{DAY, change, hourly, measured, rfc, samples};
use crate::support::{TestApp, start_of_time};
use hmac::{Hmac, KeyInit, Mac};
use maestro::domain::auth::Scope;
use serde_json::{Value, json};

async fn stored(app: &TestApp, id: &str) -> Vec<Value> {
    app.get(&format!("/api/metric-sources/{id}/samples")).await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn samples_are_kept_in_order_and_repeats_overwrite() {
    let app = TestApp::new().await;
    let (_, id) = measured(&app, "Fewer errors", json!({})).await;
    let path = format!("/api/metric-sources/{id}/samples");
    let t = change();
    let sent = json!({"samples": [{"at": rfc(t + 60), "value": 2.5}, {"at": rfc(t), "value": 1}, {"at": t - DAY, "value": 0}, {"at": rfc(t + 120), "value": null}]});
    let received = app.post(&path, sent).token(&app.token(Scope::Report).await).await.ok();
    assert_eq!((&received["stored"], &received["empty"], &received["firstAt"]), (&json!(3), &json!(1), &json!(rfc(t - DAY))));
    app.post(&path, json!({"samples": [{"at": rfc(t), "value": 7}]})).await.ok();
    let values: Vec<Value> = stored(&app, &id).await.iter().map(|s| json!([s["at"], s["value"]])).collect();
    assert_eq!(values, [json!([rfc(t - DAY), 0.0]), json!([rfc(t), 7.0]), json!([rfc(t + 60), 2.5])]);
    let part = app.get(&format!("{path}?from={}&to={}", rfc(t), rfc(t + 60))).await.ok();
    assert_eq!(part["items"].as_array().unwrap().len(), 1);
    let source = app.get(&format!("/api/metric-sources/{id}")).await.ok();
    assert_eq!((&source["samples"], &source["latestAt"], &source["status"]), (&json!(3), &json!(rfc(t + 60)), &json!("ok")));
    app.post(&path, json!({"samples": [{"at": rfc(t), "value": 8}, {"at": rfc(t), "value": null}, {"at": rfc(t - DAY), "value": null}]}))
        .await
        .ok();
    let left: Vec<Value> = stored(&app, &id).await.iter().map(|s| s["at"].clone()).collect();
    assert_eq!(left, [json!(rfc(t + 60))], "a value is taken back by a null");
    let source = app.get(&format!("/api/metric-sources/{id}")).await.ok();
    assert_eq!((&source["samples"], &source["latestAt"]), (&json!(1), &json!(rfc(t + 60))));
}

#[tokio::test]
async fn csv_is_read_as_people_export_it() {
    let app = TestApp::new().await;
    let (_, id) = measured(&app, "Fewer errors", json!({"type": "csv"})).await;
    let path = format!("/api/metric-sources/{id}/samples");
    let csv = "\u{feff}at,value\r\n2026-02-01T00:00:00Z,\"1,234.5\"\r\n2026-02-01 01:00,\r\n2026-02-02,12\r\n";
    let received = app.call("POST", &path).body("text/csv", csv).await.ok();
    assert_eq!((&received["stored"], &received["empty"]), (&json!(2), &json!(1)), "{received}");
    assert_eq!(stored(&app, &id).await[0]["value"], json!(1234.5));
    let twice = app.call("POST", &path).body("text/csv", "at,value\n2026-02-02,3\n2026-02-02,4\n").await.ok();
    assert!(twice["notes"].to_string().contains("the last one counts"), "{twice}");
    assert_eq!(stored(&app, &id).await[1]["value"], json!(4.0), "repeats overwrite");
    for (wrong, said) in
        [("at,value\nyesterday,1\n", "yesterday"), ("when\n1\n", "no column timestamp"), ("at,value\n2026-02-01,abc\n", "abc")]
    {
        let refused = app.call("POST", &path).body("text/csv", wrong).await;
        assert!(refused.refused(422).contains(said), "{}", refused.body);
    }
    assert_eq!(stored(&app, &id).await.len(), 2, "nothing of a refused file is stored");
}

#[tokio::test]
async fn nonsense_is_refused_and_nothing_of_it_is_stored() {
    let app = TestApp::new().await;
    let (_, id) = measured(&app, "Fewer errors", json!({})).await;
    let path = format!("/api/metric-sources/{id}/samples");
    let future = rfc(start_of_time().timestamp() + 2 * DAY);
    let cases = [
        (json!({"samples": [{"at": rfc(change()), "value": 1}, {"at": future, "value": 2}]}), "/samples/1/at"),
        (json!({"samples": [{"at": "yesterday", "value": 1}]}), "/samples/0/at"),
        (json!({"samples": [{"at": rfc(change()), "value": "many"}]}), "/samples/0/value"),
        (json!({"samples": [{"at": rfc(change()), "value": 1e308}]}), "/samples/0/value"),
        (json!({"samples": 5}), "/samples"),
        (json!({}), ""),
    ];
    for (body, pointer) in cases {
        let refused = app.post(&path, body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.body);
        assert_eq!(refused.json()["errors"][0]["pointer"], json!(pointer), "{body}: {}", refused.body);
    }
    assert!(stored(&app, &id).await.is_empty());
    app.post("/api/metric-sources/nobody/samples", json!({"samples": []})).await.refused(404);
    app.call("POST", &path).body("application/xml", "<a/>").await.refused(415);
}

#[tokio::test]
async fn a_large_file_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let (_, id) = measured(&app, "Fewer errors", json!({"type": "csv"})).await;
    let large = "2026-02-01T00:00:00Z,1\n".repeat(200 * 1024 * 1024 / 23);
    let path = format!("/api/metric-sources/{id}/samples");
    app.call("POST", &path).body("text/csv", large).await.refused(413);
}

#[tokio::test]
async fn a_webhook_is_believed_by_its_signature_only() {
    let app = TestApp::new().await;
    let added = app.post("/api/metric-sources", json!({"name": "Signups", "type": "webhook"})).await.ok();
    let (id, secret) = (added["id"].as_str().unwrap(), added["secret"].as_str().unwrap());
    let body = samples(&hourly(1, 0.0)[..24]).to_string();
    let sign = |secret: &str| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        format!("sha256={}", mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect::<String>())
    };
    let hook = |id: &str| app.anonymous("POST", &format!("/hooks/metrics/{id}")).body("application/json", body.clone());
    let taken = hook(id).header("x-maestro-signature", &sign(secret)).await.ok();
    assert_eq!(taken["stored"], json!(24));
    for refused in [
        hook(id).await,
        hook(id).header("x-maestro-signature", &sign("guess")).await,
        hook("nobody").header("x-maestro-signature", &sign(secret)).await,
    ] {
        refused.refused(401);
    }
    let again = app.get(&format!("/api/metric-sources/{id}")).await;
    assert!(!again.body.contains(secret), "it is shown once");
}

#[tokio::test]
async fn what_is_read_by_maestro_is_not_sent_to_it() {
    let app = TestApp::new().await;
    let body = json!({"name": "x", "type": "prometheus", "endpoint": "http://127.0.0.1:9", "query": "up"});
    let id = app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned();
    let sent = json!({"samples": [{"at": rfc(change()), "value": 1}]});
    app.post(&format!("/api/metric-sources/{id}/samples"), sent).await.refused(409);
}

#[tokio::test]
async fn old_samples_become_fewer_and_the_oldest_go() {
    let app = TestApp::new().await;
    let (_, id) = measured(&app, "Fewer errors", json!({})).await;
    let now = start_of_time().timestamp();
    let minutes = |days: i64| (0..120).map(|i| (now - days * DAY + i * 60, f64::from(i32::try_from(i).unwrap()))).collect::<Vec<_>>();
    for days in [500, 90, 10] {
        super::send(&app, &id, &minutes(days)).await;
    }
    app.put("/api/retention", json!({"rawDays": 30})).await.refused(422);
    assert_eq!(app.put("/api/retention", json!({"rawDays": 60, "keepDays": 365})).await.ok(), json!({"rawDays": 60, "keepDays": 365}));
    maestro::server::metric_sources::tidy(&app.app, app.app.clock.now()).await.unwrap();
    let left = stored(&app, &id).await;
    assert_eq!((left.len(), &left[0]["at"], &left[0]["value"]), (2 + 120, &json!(rfc(now - 90 * DAY)), &json!(29.5)));
    assert_eq!(maestro::server::metric_sources::tidy(&app.app, app.app.clock.now()).await.unwrap(), 0, "again does nothing");
}
