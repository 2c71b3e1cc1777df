//! Around the routes: host names, origins, Tailscale, rates, headers, limits.

use crate::support::{TestApp, start_of_time};
use maestro::{
    domain::auth::{NewPerson, Scope},
    server::{auth::Caller, clock::Clock, people},
};
use serde_json::json;

#[tokio::test]
async fn a_foreign_host_name_is_misdirected() {
    let app = TestApp::new().await;
    for path in ["/healthz", "/api/goals", "/", "/icon.svg"] {
        let said = app.get(path).header("host", "evil.example").await.refused(421);
        assert!(said.contains("--public-url"), "{said}");
    }
    app.get("/healthz").header("host", "box.tail1.ts.net").await.refused(421);
    assert_eq!(app.get("/healthz").header("host", "localhost").await.status, 200);
    let known = TestApp::with(Clock::fixed(start_of_time()), |config| {
        config.public_url = Some("https://maestro.example".into());
        config.trust_tailscale = true;
    })
    .await;
    for host in ["maestro.example", "box.tail1.ts.net"] {
        assert_eq!(known.get("/healthz").header("host", host).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn a_tailscale_login_counts_only_when_trusted_and_known() {
    let plain = TestApp::new().await;
    let login = ("tailscale-user-login", "Ada@Example.com");
    plain.anonymous("GET", "/api/me").header(login.0, login.1).await.refused(401);
    let app = TestApp::with(Clock::fixed(start_of_time()), |config| config.trust_tailscale = true).await;
    let said = app.anonymous("GET", "/api/me").header(login.0, login.1).await.refused(401);
    assert!(said.contains("Ada@Example.com"), "{said}");
    let ada = NewPerson { name: "Ada".into(), login: Some("ada@example.com".into()) };
    people::add(&app.app, &Caller::system("test"), ada).await.unwrap();
    assert_eq!(app.anonymous("GET", "/api/me").header(login.0, login.1).await.ok()["actor"], "Ada");
    // The proxy adds the header to whatever a browser sends: other sites must not profit.
    let change = || app.anonymous("POST", "/api/goals").json(json!({"title": "x"})).header(login.0, login.1);
    change().header("origin", "https://evil.example").await.refused(403);
    change().await.refused(403);
    assert_eq!(change().header("origin", &app.base).await.status, 201);
}

#[tokio::test]
async fn a_token_that_sends_too_much_has_to_wait() {
    let app = TestApp::new().await;
    let busy = app.token(Scope::Read).await;
    for _ in 0..3_000 {
        assert_eq!(app.anonymous("GET", "/api/me").token(&busy).await.status, 200);
    }
    let refused = app.anonymous("GET", "/api/me").token(&busy).await;
    refused.refused(429);
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(app.get("/api/me").await.status, 200, "another token has its own count");
    app.advance(chrono::Duration::seconds(60));
    assert_eq!(app.anonymous("GET", "/api/me").token(&busy).await.status, 200);
}

#[tokio::test]
async fn every_answer_protects_the_browser() {
    let app = TestApp::new().await;
    let fixed = [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin")];
    for path in ["/healthz", "/api/goals", "/api/nowhere", "/icon.svg", "/signin", "/api/docs"] {
        let answer = app.get(path).await;
        for (name, value) in fixed {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        for rule in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("'unsafe-eval'") && !policy.contains("script-src 'self' 'unsafe-inline'"), "{policy}");
        assert_eq!(answer.header("x-request-id").unwrap().len(), 36);
    }
}

#[tokio::test]
async fn who_is_served_by_https_is_kept_to_it() {
    let plain = TestApp::new().await;
    assert_eq!(plain.get("/healthz").await.header("strict-transport-security"), None);
    let secure = TestApp::with(Clock::fixed(start_of_time()), |config| config.public_url = Some("https://maestro.example".into())).await;
    assert_eq!(secure.get("/healthz").await.header("strict-transport-security"), Some("max-age=31536000"));
}

#[tokio::test]
async fn every_script_of_a_page_has_the_nonce_of_its_answer() {
    let app = TestApp::new().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = app.browser("GET", "/settings").await;
        assert_eq!(page.status, 200, "{}", page.body);
        let policy = page.header("content-security-policy").unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let scripts = page.body.matches("<script").count();
        assert!(scripts > 0 && scripts == page.body.matches(&format!("<script nonce=\"{nonce}\"")).count(), "{}", page.body);
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn a_page_has_the_theme_of_the_cookie() {
    let app = TestApp::new().await;
    let cookie = app.cookie().await;
    let page = async |theme: &str| {
        let call = app.anonymous("GET", "/settings").header("accept", "text/html");
        call.header("cookie", &format!("{cookie}; maestro_theme={theme}")).await.body
    };
    assert!(page("dark").await.contains("<html lang=\"en\" data-theme=\"dark\""));
    assert!(!page("\"onload=x").await.contains("data-theme"));
}

#[tokio::test]
async fn what_is_too_large_or_no_json_is_refused_and_not_stored() {
    let app = TestApp::new().await;
    let large = format!("{{\"title\":\"{}\"}}", "x".repeat(5 << 20));
    app.call("POST", "/api/goals").body("application/json", large).await.refused(413);
    for key in [None, Some("k1")] {
        // A body whose length is not known beforehand.
        let chunks = futures::stream::iter((0..80).map(|_| Ok::<_, std::io::Error>(vec![b' '; 64 << 10])));
        let call = app.call("POST", "/api/goals").body("application/json", reqwest::Body::wrap_stream(chunks));
        let call = if let Some(key) = key { call.header("idempotency-key", key) } else { call };
        call.await.refused(413);
    }
    app.call("POST", "/api/goals").body("application/json", "{\"title\":").await.refused(400);
    app.call("POST", "/api/goals").body("text/plain", "{}").await.refused(415);
    let wrong = app.post("/api/goals", json!({"title": 5})).await;
    wrong.refused(422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/title");
    assert!(app.get("/api/goals").await.ok()["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_document() {
    let app = TestApp::new().await;
    app.get("/api/nowhere").await.refused(404);
    let wrong = app.call("PUT", "/api/goals").await;
    wrong.refused(405);
    assert!(wrong.header("allow").unwrap().contains("GET"));
    app.anonymous("GET", "/api/nowhere").await.refused(401);
}

#[tokio::test]
async fn a_static_file_is_open_and_hashed_ones_are_kept() {
    let app = TestApp::new().await;
    let hashed = app.anonymous("GET", "/assets/maestro-dxh1f.css").await;
    assert_eq!((hashed.status, hashed.header("cache-control")), (200, Some("public, max-age=31536000, immutable")));
    assert_eq!(app.anonymous("GET", "/icon.svg").await.header("cache-control"), Some("no-cache"));
    assert_eq!(app.anonymous("GET", "/assets/../secret.key").await.status, 401);
    assert_eq!(app.anonymous("GET", "/index.html").await.status, 401);
}

#[tokio::test]
async fn the_contract_and_the_counters_are_published_to_readers() {
    let app = TestApp::new().await;
    let document = app.get("/api/openapi.json").await.ok();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    let create = &document["paths"]["/api/goals"]["post"];
    assert_eq!(document["components"]["schemas"]["NewGoal"]["required"], json!(["title"]));
    assert!(create["responses"]["422"]["content"]["application/problem+json"].is_object(), "{create}");
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(_, operation)| operation.get("responses").is_some()) {
            let said = operation["responses"].as_object().unwrap();
            assert!(said.values().all(|answer| answer["description"].as_str().is_some_and(|d| !d.is_empty())), "{method} {path}");
            let told: Vec<&str> = operation["parameters"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
            for name in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                assert!(told.contains(&name), "{method} {path}: {name}");
            }
        }
    }
    let page = app.get("/api/docs").await;
    assert!(page.body.contains("/api/report") && !page.body.contains("<script"), "{}", page.body);
    app.get("/api/goals").await;
    let counters = app.get("/metrics").await.body;
    assert!(counters.contains("route=\"/api/goals\"") && counters.contains("maestro_store_commits_total"), "{counters}");
}
