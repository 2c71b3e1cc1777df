use super::{DAY, HOUR, change, hourly};
use crate::support::{
    TestApp,
    peer::{Peer, Reply},
    start_of_time,
};
use axum::{Router, extract::State};
use chrono::{DateTime, Duration, Utc};
use maestro::server::metric_sources;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::{net::TcpListener, sync::Semaphore};

/// What Prometheus answers: a value at each of these times.
pub fn matrix(points: &[(i64, f64)]) -> String {
    let values: Vec<Value> = points.iter().map(|(at, value)| json!([at, value.to_string()])).collect();
    json!({"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"__name__": "errors"}, "values": values}]}})
        .to_string()
}

async fn polled(app: &TestApp, peer: &Peer, name: &str) -> String {
    let body = json!({"name": name, "type": "prometheus", "endpoint": peer.url, "query": "errors", "step": "1h"});
    app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned()
}

pub async fn poll(app: &TestApp) -> metric_sources::poll::Report {
    metric_sources::poll::tick(&app.app, app.app.clock.now()).await.unwrap()
}

async fn source(app: &TestApp, id: &str) -> Value {
    app.get(&format!("/api/metric-sources/{id}")).await.ok()
}

fn asked_from(peer: &Peer) -> Vec<i64> {
    let query = |path: &str| path.split(['?', '&']).find_map(|p| p.strip_prefix("start=")).map(|s| s.parse::<f64>().unwrap() as i64);
    peer.asked().iter().filter_map(|asked| query(&asked.target)).collect()
}

#[tokio::test]
async fn four_weeks_are_read_at_once_and_an_outage_leaves_no_gap() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    let now = start_of_time().timestamp();
    peer.on("/api/v1/query_range", Reply::json(matrix(&hourly(1, 0.0))));
    let id = polled(&app, &peer, "Errors").await;
    assert_eq!(poll(&app).await.asked, 1);
    assert!((asked_from(&peer)[0] - (now - 28 * DAY)).abs() <= HOUR, "the history is read at once");
    assert_eq!(poll(&app).await.asked, 0, "it rests");
    let known = source(&app, &id).await["samples"].as_u64().unwrap();
    peer.on("/api/v1/query_range", Reply::bare(500, "<html>down</html>"));
    app.advance(Duration::hours(1));
    poll(&app).await;
    let failing = source(&app, &id).await;
    assert_eq!((&failing["status"], failing["samples"].as_u64()), (&json!("failing"), Some(known)), "{failing}");
    app.advance(Duration::hours(30));
    let before = asked_from(&peer).len();
    peer.on("/api/v1/query_range", Reply::json(matrix(&[(now + 29 * HOUR, 5.0)])));
    poll(&app).await;
    let from = asked_from(&peer)[before];
    assert!(from <= now, "what happened during the outage is asked for: {} hours late", (from - now) / HOUR);
    assert_eq!(source(&app, &id).await["status"], json!("ok"));
}

#[tokio::test]
async fn a_source_says_since_when_it_cannot_be_read() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    let now = start_of_time().timestamp();
    let good = || Reply::json(matrix(&[(now - 2 * HOUR, 4.0), (now - HOUR, 5.5)]));
    peer.on("/api/v1/query_range", good());
    let id = polled(&app, &peer, "Errors").await;
    poll(&app).await;
    let works = source(&app, &id).await;
    assert_eq!((&works["latest"], &works["failingSince"]), (&json!(5.5), &Value::Null), "{works}");
    // It fails from its second reading on; the later failures do not move the time.
    peer.on("/api/v1/query_range", Reply::bare(500, "down"));
    app.advance(Duration::hours(1));
    let since = app.app.clock.now();
    for _ in 0..3 {
        assert_eq!(poll(&app).await.asked, 1);
        let failing = source(&app, &id).await;
        assert_eq!(failing["failingSince"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap(), since, "{failing}");
        assert_eq!((&failing["status"], &failing["latest"]), (&json!("failing"), &json!(5.5)), "the last value stays in sight");
        app.advance(Duration::hours(2));
    }
    // Who looks and finds it well has it read at once, and not when the failures had earned it.
    let test = format!("/api/metric-sources/{id}/test");
    poll(&app).await;
    assert_eq!(app.post(&test, json!({})).await.ok()["ok"], json!(false));
    assert_eq!(poll(&app).await.asked, 0, "it is left alone");
    peer.on("/api/v1/query_range", good());
    assert_eq!(app.post(&test, json!({})).await.ok()["ok"], json!(true));
    assert_eq!(poll(&app).await.asked, 1);
    let again = source(&app, &id).await;
    assert_eq!((&again["status"], &again["failingSince"]), (&json!("ok"), &Value::Null), "{again}");
    // A limit is an answer.
    peer.on("/api/v1/query_range", Reply::bare(429, "slow down"));
    app.advance(Duration::hours(1));
    poll(&app).await;
    let limited = source(&app, &id).await;
    assert_eq!((&limited["status"], &limited["failingSince"]), (&json!("limited"), &Value::Null));
}

/// A Prometheus that tells when it is asked, and answers when it may.
#[derive(Clone)]
struct Slow {
    asked: Arc<Semaphore>,
    may_answer: Arc<Semaphore>,
    answer: Arc<Mutex<String>>,
}

impl Slow {
    async fn start(answer: String) -> (Self, String) {
        let slow =
            Self { asked: Arc::new(Semaphore::new(0)), may_answer: Arc::new(Semaphore::new(0)), answer: Arc::new(Mutex::new(answer)) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answers = |State(slow): State<Self>| async move {
            let answer = slow.answer.lock().unwrap().clone();
            slow.asked.add_permits(1);
            slow.may_answer.acquire().await.unwrap().forget();
            ([("content-type", "application/json")], answer)
        };
        let router = Router::new().fallback(answers).with_state(slow.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (slow, url)
    }
}

#[tokio::test]
async fn an_answer_to_an_older_query_is_none_to_the_new_one() {
    let app = TestApp::new().await;
    let now = start_of_time().timestamp();
    let (slow, url) = Slow::start(matrix(&[(now - 2 * HOUR, 1.0)])).await;
    let body = json!({"name": "Errors", "type": "prometheus", "endpoint": url, "query": "errors", "step": "1h"});
    let id = app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned();
    let meanwhile = async {
        slow.asked.acquire().await.unwrap().forget();
        app.advance(Duration::seconds(1));
        app.patch(&format!("/api/metric-sources/{id}"), json!({"query": "errors_total"})).await.ok();
        *slow.answer.lock().unwrap() = matrix(&[(now - HOUR, 7.0)]);
        slow.may_answer.add_permits(1);
    };
    tokio::join!(poll(&app), meanwhile);
    let changed = source(&app, &id).await;
    assert_eq!((&changed["samples"], &changed["latest"]), (&json!(0), &Value::Null), "{changed}");
    slow.may_answer.add_permits(1);
    assert_eq!(poll(&app).await.asked, 1, "it is due at once");
    let read = source(&app, &id).await;
    assert_eq!((&read["samples"], &read["latest"]), (&json!(1), &json!(7.0)), "{read}");
}

#[tokio::test]
async fn one_limit_holds_for_all_sources_of_a_peer() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    peer.on("/api/v1/query_range", Reply::bare(429, "slow down").with("retry-after", "120"));
    let (one, two) = (polled(&app, &peer, "Errors").await, polled(&app, &peer, "Latency").await);
    assert_eq!(poll(&app).await.asked, 1);
    for id in [one, two] {
        let limited = source(&app, &id).await;
        let due: DateTime<Utc> = limited["dueAt"].as_str().unwrap().parse().unwrap();
        assert_eq!((&limited["status"], due), (&json!("limited"), start_of_time() + Duration::seconds(120)), "{limited}");
    }
}

#[tokio::test]
async fn no_data_is_not_zero_and_a_wrong_query_says_what_the_peer_said() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    peer.on("/api/v1/query_range", Reply::json(json!({"status": "success", "data": {"resultType": "matrix", "result": []}}).to_string()));
    let id = polled(&app, &peer, "Errors").await;
    poll(&app).await;
    let empty = source(&app, &id).await;
    assert_eq!((&empty["status"], &empty["samples"]), (&json!("no-data"), &json!(0)));
    let wrong =
        r#"{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:8: parse error: unexpected end of input"}"#;
    peer.on("/api/v1/query_range", Reply::bare(400, wrong).with("content-type", "application/json"));
    let test = app.post(&format!("/api/metric-sources/{id}/test"), json!({})).await.ok();
    assert!(test["detail"].as_str().unwrap().contains("parse error: unexpected end of input"), "{test}");
    assert_eq!(test["ok"], json!(false));
}

#[tokio::test]
async fn another_query_is_read_from_the_beginning() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    peer.on("/api/v1/query_range", Reply::json(matrix(&hourly(1, 0.0))));
    let id = polled(&app, &peer, "Errors").await;
    poll(&app).await;
    app.patch(&format!("/api/metric-sources/{id}"), json!({"query": "other"})).await.ok();
    let anew = source(&app, &id).await;
    assert_eq!((&anew["samples"], &anew["status"]), (&json!(0), &json!("new")), "old values are not those of the new query");
    poll(&app).await;
    assert!(asked_from(&peer).last().unwrap() < &change());
}

#[tokio::test]
async fn a_source_rests_with_its_goal() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    peer.on("/api/v1/query_range", Reply::json(matrix(&hourly(1, 0.0))));
    let goal = app.post("/api/goals", json!({"title": "Fewer errors"})).await.ok()["key"].as_str().unwrap().to_owned();
    let body = json!({"goalId": goal, "name": "Errors", "type": "prometheus", "endpoint": peer.url, "query": "errors", "step": "1h"});
    app.post("/api/metric-sources", body).await.ok();
    assert_eq!(app.delete(&format!("/api/goals/{goal}")).await.status, 204);
    let rests = poll(&app).await;
    assert_eq!((rests.asked, rests.next_at), (0, None), "nobody waits for it");
    app.post(&format!("/api/goals/{goal}/restore"), json!({})).await;
    assert_eq!(poll(&app).await.asked, 1);
}

#[tokio::test]
async fn an_experiment_that_says_it_has_results_is_asked_at_once() {
    let app = TestApp::new().await;
    let body = json!({"name": "Checkout", "type": "eppo", "endpoint": "http://127.0.0.1:9", "query": "7", "secret": "key", "secondSecret": "word"});
    let id = app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned();
    poll(&app).await;
    let due = |of: Value| of["dueAt"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert!(due(source(&app, &id).await) > start_of_time(), "nobody answers there, so it rests");
    // Signed with HMAC-SHA256 by the key `word`.
    let data = r#"{"z":1.50,"experiment_id":7,"a":"x \" y","experiment_key":"button"}"#;
    let tag = "d07b7e95b0d486baf0efb8d726c70f184a9d2c24904ff401f47ce81bea9090a8";
    let told = |tag: &str| format!(r#"{{"event":"experiment.calculated_metrics.updated","data":{data},"signature":"{tag}"}}"#);
    let hook = |body: String| app.anonymous("POST", &format!("/hooks/metrics/{id}")).body("application/json", body);
    hook(told(&tag.replace('d', "e"))).await.refused(401);
    assert!(due(source(&app, &id).await) > start_of_time(), "a stranger changes nothing");
    hook(told(tag)).await.ok();
    assert_eq!(due(source(&app, &id).await), start_of_time());
}

#[tokio::test]
async fn only_a_dashboard_of_quicksight_is_embedded() {
    let app = TestApp::new().await;
    let peer = Peer::start().await;
    let id = polled(&app, &peer, "Errors").await;
    app.post(&format!("/api/metric-sources/{id}/embed"), json!({"userArn": "arn:aws:quicksight:x"})).await.refused(409);
    let embed = r#"{"Status":200,"EmbedUrl":"https://eu.quicksight.example/embed/once?code=x"}"#;
    peer.on("/accounts/123456789012/embed-url/registered-user", Reply::json(embed));
    let body = json!({"name": "Sales", "type": "quicksight", "endpoint": peer.url, "query": "Revenue", "region": "eu-central-1",
        "account": "123456789012", "dashboard": "dash", "secret": "AKIDEXAMPLE", "secondSecret": "sk"});
    let id = app.post("/api/metric-sources", body).await.ok()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/metric-sources/{id}/embed");
    app.post(&path, json!({})).await.refused(422);
    let user = "arn:aws:quicksight:eu-central-1:123456789012:user/default/ada";
    let shown = app.post(&path, json!({"userArn": user})).await.ok();
    assert_eq!(shown, json!({"url": "https://eu.quicksight.example/embed/once?code=x"}));
    app.post(&path, json!({"userArn": user, "minutes": 5})).await.refused(422);
}
