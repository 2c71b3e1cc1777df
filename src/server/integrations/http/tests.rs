use super::{Answer, Auth, Http, Options, Recall, Visit};
use crate::server::integrations::{
    SourceError, backoff,
    peer::{Peer, Reply},
};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::Value;
use std::time::Duration;

const NEVER: Recall<'static> = &|_| async { None }.boxed();

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn options(base_url: &str, token: Option<&str>) -> Options {
    Options { first_pause: Duration::ZERO, ..Options::new(base_url, token.map(str::to_owned)) }
}

fn http(base_url: &str) -> Http {
    let auth = Auth { header: HeaderName::from_static("private-token"), prefix: "" };
    Http::new(&options(base_url, Some("s3cret")), &auth, HeaderMap::new(), backoff::github).unwrap()
}

async fn get(http: &Http, segment: &str) -> Result<Value, SourceError> {
    Visit::new(http, NEVER, now()).one(http.url(&[segment], &[])).await
}

#[tokio::test]
async fn the_base_may_have_a_prefix_and_we_say_who_we_are() {
    let peer = Peer::start().await;
    peer.on("/api/v3/a%2Fb", Reply::json("{}"));
    get(&http(&format!("{}/api/v3/", peer.url)), "a/b").await.unwrap();
    let agent = peer.asked()[0].headers["user-agent"].to_str().unwrap().to_owned();
    assert_eq!(agent, format!("maestro/{}", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn a_redirect_within_the_host_is_followed_with_the_token() {
    let peer = Peer::start().await;
    peer.on("/old", Reply::bare(301, "").with("location", "{peer}/repositories/7")).on("/repositories/7", Reply::json("{}"));
    get(&http(&peer.url), "old").await.unwrap();
    assert_eq!(peer.asked()[1].headers["private-token"], "s3cret");
}

#[tokio::test]
async fn a_redirect_to_another_host_never_sees_the_token() {
    let (peer, other) = (Peer::start().await, Peer::start().await);
    peer.on("/a", Reply::bare(302, "").with("location", &format!("{}/login?next=x", other.url)));
    let error = get(&http(&peer.url), "a").await.unwrap_err();
    assert_eq!(error.to_string(), format!("the peer sends us to another place, {}/login: correct the base address", other.url));
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_next_page_at_another_host_is_not_asked() {
    let (peer, other) = (Peer::start().await, Peer::start().await);
    peer.on("/a", Reply::json("[1]").with("link", &format!("<{}/a?page=2>; rel=\"next\"", other.url)));
    let http = http(&peer.url);
    let result = Visit::new(&http, NEVER, now()).all(http.url(&["a"], &[]), 9, |page: Vec<i64>| page).await;
    assert!(matches!(result, Err(SourceError::Refused { .. })), "{result:?}");
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_peer_that_points_back_does_not_keep_us() {
    let peer = Peer::start().await;
    peer.on("/a", Reply::json("[1]").with("link", "<{peer}/a>; rel=\"next\""));
    let http = http(&peer.url);
    let (items, whole) = Visit::new(&http, NEVER, now()).all(http.url(&["a"], &[]), 9, |page: Vec<i64>| page).await.unwrap();
    assert_eq!((items, whole, peer.asked().len()), (vec![1], false, 1));
}

#[tokio::test]
async fn trouble_is_polled_again_and_refusals_are_not() {
    let peer = Peer::start().await;
    peer.series("/shaky", vec![Reply::bare(502, "<html>Unicorn!</html>"), Reply::bare(408, ""), Reply::json("{}")]);
    peer.on("/down", Reply::bare(503, "<html>Unicorn!</html>")).on("/no", Reply::bare(422, r#"{"message":"Validation Failed"}"#));
    let http = http(&peer.url);
    get(&http, "shaky").await.unwrap();
    assert!(matches!(get(&http, "down").await, Err(SourceError::Outage { .. })));
    assert_eq!(get(&http, "no").await, Err(SourceError::Refused { detail: "answered 422: Validation Failed".into() }));
    assert_eq!((peer.count("shaky"), peer.count("down"), peer.count("no")), (3, 3, 1));
}

#[tokio::test]
async fn a_limit_is_not_asked_again() {
    let peer = Peer::start().await;
    // As GitHub documents a secondary limit: 403, `retry-after`, no `x-ratelimit` header.
    let said = r#"{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}"#;
    peer.on("/a", Reply::bare(403, said).with("retry-after", "60"));
    let error = get(&http(&peer.url), "a").await.unwrap_err();
    let SourceError::RateLimited { until, detail } = error else { panic!("{error:?}") };
    assert_eq!(until, Some("2026-11-22T10:01:00Z".parse().unwrap()));
    assert!(detail.contains("secondary rate limit"), "{detail}");
    assert_eq!(peer.asked().len(), 1);
}

#[tokio::test]
async fn a_web_page_is_not_an_answer() {
    let peer = Peer::start().await;
    peer.on("/a", Reply::bare(200, "<!DOCTYPE html><title>Sign in</title>").with("content-type", "text/html"));
    peer.on("/b", Reply::json(r#"{"cut": "of"#));
    let http = http(&peer.url);
    let error = get(&http, "a").await.unwrap_err();
    assert!(matches!(&error, SourceError::Malformed { detail } if detail.contains("web page")), "{error:?}");
    assert!(matches!(get(&http, "b").await, Err(SourceError::Malformed { .. })));
}

#[tokio::test]
async fn a_dead_peer_is_an_outage_and_no_secret_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = get(&http(&format!("http://{address}")), "a").await.unwrap_err();
    assert!(
        matches!(&error, SourceError::Outage { detail } if detail.starts_with(&format!("could not connect to {address}: "))),
        "{error:?}"
    );
    assert!(!format!("{error:?} {:?}", options("http://h", Some("s3cret"))).contains("s3cret"));
}

#[tokio::test]
async fn a_silent_peer_is_an_outage() {
    // The kernel accepts the connection; nobody ever answers.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let options = Options { timeout: Duration::from_millis(50), ..options(&format!("http://{}", listener.local_addr().unwrap()), None) };
    let auth = Auth { header: HeaderName::from_static("private-token"), prefix: "" };
    let http = Http::new(&options, &auth, HeaderMap::new(), backoff::gitlab).unwrap();
    let error = get(&http, "a").await.unwrap_err();
    assert!(matches!(&error, SourceError::Outage { detail } if detail.ends_with("did not answer in time")), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let peer = Peer::start().await;
    peer.on("/a", Reply::json("x".repeat(17 * 1024 * 1024)));
    assert_eq!(get(&http(&peer.url), "a").await, Err(SourceError::Malformed { detail: "the answer is larger than 16 MiB".into() }));
}

#[tokio::test]
async fn what_did_not_change_is_answered_from_memory_with_its_next_page() {
    let peer = Peer::start().await;
    peer.on("/a", Reply::json("[1]").with("etag", "W/\"x1\"").with("link", "<{peer}/repositories/7/a?page=2>; rel=\"next\""));
    peer.on("/repositories/7/a?page=2", Reply::json("[2]"));
    let http = http(&peer.url);
    let mut first = Visit::new(&http, NEVER, now());
    first.all(http.url(&["a"], &[]), 9, |page: Vec<i64>| page).await.unwrap();
    let learnt = first.learnt;
    assert_eq!(learnt.len(), 1, "only what has a tag");
    let recall = move |url: String| {
        let known: Option<Answer> = learnt.iter().find(|(at, _)| *at == url).map(|(_, answer)| answer.clone());
        async move { known }.boxed()
    };
    let (items, whole) = Visit::new(&http, &recall, now()).all(http.url(&["a"], &[]), 9, |page: Vec<i64>| page).await.unwrap();
    assert_eq!((items, whole), (vec![1, 2], true));
    assert_eq!(peer.asked()[2].headers["if-none-match"], "W/\"x1\"", "verbatim");
}
