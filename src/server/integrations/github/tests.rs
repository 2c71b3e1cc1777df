use super::{super::http::Visit, map, webhook, wire};
use crate::{
    domain::{
        artifact::{Ci, PullState},
        connection::ConnectionKind,
        reference::Reference,
    },
    server::integrations::{
        Change, CodeHost, Distrust, Fetched, Happening, NewChange, Options, SourceError,
        peer::{Peer, Reply},
    },
};
use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use futures::FutureExt;
use std::time::Duration;

const SHA: &str = "e1db7418a77db065d1900e579c82ef0aad1da2b1";

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn host(peer: &Peer) -> CodeHost {
    let options = Options { first_pause: Duration::ZERO, ..Options::new(peer.url.clone(), Some("t0ken".into())) };
    CodeHost::new(ConnectionKind::Github, &options, &peer.url).unwrap()
}

async fn fetch(peer: &Peer, path: &str) -> Fetched {
    let reference = Reference::parse(&format!("{}{path}", peer.url)).unwrap();
    host(peer).fetch(&reference, &|_| async { None }.boxed(), now()).await
}

/// A peer that knows the merged pull request and nothing else about it.
async fn merged() -> Peer {
    let peer = Peer::start().await;
    peer.on("/repos/artsy/emission/pulls/327", Reply::json(fixture!("github/pull_merged.json")));
    for list in ["pulls/327/files", "pulls/327/reviews", "pulls/327/commits", "issues/327/events"] {
        peer.on(&format!("/repos/artsy/emission/{list}"), Reply::json("[]"));
    }
    peer.on(&format!("/repos/artsy/emission/commits/{SHA}/check-runs"), Reply::json(r#"{"total_count":0,"check_runs":[]}"#));
    peer.on(&format!("/repos/artsy/emission/commits/{SHA}/status"), Reply::json(r#"{"state":"pending","total_count":0,"statuses":[]}"#));
    peer
}

async fn change(peer: &Peer) -> Change {
    fetch(peer, "/artsy/emission/pull/327/files").await.outcome.unwrap()
}

#[tokio::test]
async fn a_merged_pull_request_tells_all() {
    let peer = merged().await;
    peer.on("/repos/artsy/emission/pulls/327/files", Reply::json(fixture!("github/files.json")));
    peer.on("/repos/artsy/emission/pulls/327/commits", Reply::json(fixture!("github/commits.json")));
    let change = change(&peer).await;
    assert_eq!((change.title.as_str(), change.description.as_str()), ("Adds the inquiry components", "Part of G12."));
    assert!(change.commits[0].starts_with("Added new paramater for github_url\n\n"));
    let details = change.details;
    assert_eq!(
        (details.state, details.author.as_deref(), details.branch.as_deref()),
        (Some(PullState::Merged), Some("person-author"), Some("inquiry"))
    );
    assert_eq!(
        (details.lines_added, details.lines_removed, details.files_changed, details.tests_added),
        (Some(743), Some(17), Some(16), Some(0))
    );
    assert_eq!((details.merge_seconds, details.reviews, details.first_review_seconds), (Some(242_933), Some(0), None));
    assert_eq!(details.merge_sha.as_deref(), Some("7064f0f9c8bd2d5ee5ae3c12fdbc4ba0ae5a5aa0"));
    assert_eq!(details.ci, Some(Ci::None), "an empty combined status says pending and means none");
}

#[tokio::test]
async fn every_request_says_which_version_and_who() {
    let peer = merged().await;
    change(&peer).await;
    for asked in peer.asked() {
        assert_eq!(asked.headers["x-github-api-version"], "2022-11-28");
        assert_eq!(asked.headers["accept"], "application/vnd.github+json");
        assert_eq!(asked.headers["authorization"], "Bearer t0ken");
    }
    assert_eq!(peer.count("files?per_page=100"), 1);
}

#[tokio::test]
async fn an_unmerged_request_has_no_merge_commit_although_it_names_one() {
    let pull: wire::Pull = serde_json::from_str(fixture!("github/pull_unmerged.json")).unwrap();
    assert!(pull.merge_commit_sha.is_some());
    let parts = map::PullParts { pull, files: None, reviews: None, commits: vec![], events: vec![], ci: None };
    let details = map::pull(parts).details;
    assert_eq!((details.state, details.merged_at, details.merge_sha, details.merge_seconds), (Some(PullState::Closed), None, None, None));
    assert_eq!((details.tests_added, details.reviews), (None, None), "not asked is not none");
}

#[tokio::test]
async fn a_newer_version_without_merge_commit_is_read() {
    let peer = merged().await;
    let newer = fixture!("github/pull_merged.json").replace("merge_commit_sha", "gone").replace(r#""merged": true"#, r#""was": true"#);
    peer.on("/repos/artsy/emission/pulls/327", Reply::json(newer));
    let details = change(&peer).await.details;
    assert_eq!((details.state, details.merge_sha), (Some(PullState::Merged), None));
}

/// The recorded review of another person and one of the author's own; a bot, a pending one and a deleted account are added.
#[tokio::test]
async fn reviews_count_without_author_bots_and_drafts_of_reviews() {
    let peer = merged().await;
    let recorded: Vec<serde_json::Value> = serde_json::from_str(fixture!("github/reviews.json")).unwrap();
    assert_eq!(recorded.len(), 2);
    let more = r#"[{"id":1,"state":"COMMENTED","submitted_at":"2016-09-30T14:20:00Z","user":{"login":"person-author","type":"User"}},
        {"id":2,"state":"COMMENTED","submitted_at":"2016-09-30T14:21:00Z","user":{"login":"lint[bot]","type":"Bot"}},
        {"id":3,"state":"PENDING","user":{"login":"person-9","type":"User"}},
        {"id":4,"state":"APPROVED","submitted_at":"2016-09-30T15:10:30Z","user":null}]"#;
    peer.on("/repos/artsy/emission/pulls/327/reviews", Reply::json(more).with("link", r#"<{peer}/repositories/5/r?page=2>; rel="next""#));
    peer.on("/repositories/5/r", Reply::json(fixture!("github/reviews.json")));
    let details = change(&peer).await.details;
    assert_eq!((details.reviews, details.first_review_seconds), (Some(3), Some(3_600)));
}

#[tokio::test]
async fn the_clock_of_a_draft_starts_when_it_is_ready() {
    let peer = merged().await;
    peer.on(
        "/repos/artsy/emission/pulls/327/reviews",
        Reply::json(r#"[{"state":"APPROVED","submitted_at":"2016-10-01T10:00:00Z","user":{"login":"b"}}]"#),
    );
    let events =
        r#"[{"event":"labeled","created_at":"2016-09-30T15:00:00Z"},{"event":"ready_for_review","created_at":"2016-10-01T09:00:00Z"}]"#;
    peer.on("/repos/artsy/emission/issues/327/events", Reply::json(events));
    assert_eq!(change(&peer).await.details.first_review_seconds, Some(3_600));
}

#[test]
fn ci_is_in_two_places_and_may_be_in_neither() {
    let runs = |list: &[(&str, Option<&str>)]| -> Vec<wire::CheckRun> {
        let run = |(id, (status, conclusion)): (usize, &(&str, Option<&str>))| wire::CheckRun {
            id: i64::try_from(id).unwrap(),
            status: (*status).into(),
            conclusion: conclusion.map(Into::into),
            ..wire::CheckRun::default()
        };
        list.iter().enumerate().map(run).collect()
    };
    let combined = |state: &str, total_count| wire::CombinedStatus { state: state.into(), total_count, ..Default::default() };
    let done = |conclusion| ("completed", Some(conclusion));
    let queued: wire::CheckRuns = serde_json::from_str(fixture!("github/check_runs_queued.json")).unwrap();
    let failed: wire::CombinedStatus = serde_json::from_str(fixture!("github/combined_status.json")).unwrap();
    let none = combined("pending", 0);
    assert_eq!(map::ci(&[], Some(&none)), Ci::None);
    assert_eq!(map::ci(&queued.check_runs, Some(&none)), Ci::Pending);
    assert_eq!(map::ci(&runs(&[done("success")]), Some(&failed)), Ci::Fail, "the old way counts beside the new one");
    assert_eq!(map::ci(&runs(&[done("success"), done("skipped")]), Some(&none)), Ci::Pass);
    assert_eq!(map::ci(&runs(&[done("success"), ("in_progress", None)]), None), Ci::Pending);
    assert_eq!(map::ci(&runs(&[done("invented_later"), done("success")]), None), Ci::Pass);
    assert_eq!(map::ci(&[], Some(&combined("success", 1))), Ci::Pass);
}

#[tokio::test]
async fn a_token_without_the_right_to_checks_still_reads_the_rest() {
    let peer = merged().await;
    peer.on(
        &format!("/repos/artsy/emission/commits/{SHA}/check-runs"),
        Reply::bare(403, r#"{"message":"Resource not accessible by personal access token"}"#),
    );
    peer.on(&format!("/repos/artsy/emission/commits/{SHA}/status"), Reply::json(fixture!("github/combined_status.json")));
    assert_eq!(change(&peer).await.details.ci, Some(Ci::Fail));
}

/// The five recorded pages: every next page is under `/repositories/{id}`, not under the path that was asked.
#[tokio::test]
async fn pages_are_followed_to_the_end() {
    let peer = Peer::start().await;
    let pages: Vec<serde_json::Value> = serde_json::from_str(fixture!("github/pages.json")).unwrap();
    for page in &pages {
        let mut reply = Reply::json(page["body"].to_string());
        for header in page["headers"].as_array().unwrap() {
            reply = reply.with(header[0].as_str().unwrap(), header[1].as_str().unwrap());
        }
        peer.on(page["path"].as_str().unwrap(), reply);
    }
    let github = super::Github::new(&Options::new(peer.url.clone(), None)).unwrap();
    let mut visit = Visit::new(github.http(), &|_| async { None }.boxed(), now());
    let url = github.http().url(&["repos", "octokit-fixture-org", "tmp", "issues"], &[("per_page", "3")]);
    let (numbers, whole) = visit.all(url, 10, |page: Vec<serde_json::Value>| page).await.unwrap();
    let numbers: Vec<i64> = numbers.iter().map(|n| n["number"].as_i64().unwrap()).collect();
    assert_eq!((numbers, whole), ((1..=13).rev().collect(), true));
    assert_eq!(visit.learnt.len(), 5);
    assert_eq!(visit.quota.map(|q| q.limit), Some(5_000));
}

#[tokio::test]
async fn entries_that_two_pages_share_count_once() {
    let peer = merged().await;
    let file = r#"[{"filename":"tests/a.rs","status":"added","patch":"+x"}]"#;
    peer.on("/repos/artsy/emission/pulls/327/files", Reply::json(file).with("link", r#"<{peer}/repositories/5/f>; rel="next""#));
    peer.on("/repositories/5/f", Reply::json(file));
    let commit = r#"[{"sha":"a","commit":{"message":"one"},"author":{}}]"#;
    peer.on("/repos/artsy/emission/pulls/327/commits", Reply::json(commit).with("link", r#"<{peer}/repositories/5/c>; rel="next""#));
    peer.on("/repositories/5/c", Reply::json(commit));
    let change = change(&peer).await;
    assert_eq!((change.details.tests_added, change.commits), (Some(1), vec!["one".to_owned()]));
}

#[tokio::test]
async fn a_commit_is_read_with_its_ci() {
    let peer = Peer::start().await;
    let body = r#"{"sha":"0a1b2c3d4e","commit":{"message":"Fix it\n\nMaestro-Goal: G3","author":{"name":"Person","date":"2026-01-02T03:04:05Z"}},
        "author":null,"stats":{"additions":5,"deletions":2,"total":7},"files":[{"filename":"a_test.go","status":"added"}]}"#;
    peer.on("/repos/acme/app/commits/0a1b2c3", Reply::json(body));
    peer.on("/repos/acme/app/commits/0a1b2c3d4e/status", Reply::json(r#"{"state":"success","total_count":1}"#));
    let change = fetch(&peer, "/acme/app/commit/0a1b2c3").await.outcome.unwrap();
    assert_eq!((change.title.as_str(), change.description.as_str()), ("Fix it", "Maestro-Goal: G3"));
    let details = change.details;
    assert_eq!((details.lines_added, details.files_changed, details.tests_added, details.ci), (Some(5), Some(1), Some(1), Some(Ci::Pass)));
    assert_eq!((details.author.as_deref(), details.head_sha.as_deref()), (Some("Person"), Some("0a1b2c3d4e")));
}

#[tokio::test]
async fn not_found_may_mean_no_permission_and_bad_credentials_are_told() {
    let peer = Peer::start().await;
    assert_eq!(fetch(&peer, "/acme/app/pull/1").await.outcome, Err(SourceError::NotFound { detail: "answered 404: Not Found".into() }));
    peer.on("/repos/acme/app/pulls/1", Reply::bare(401, r#"{"message":"Bad credentials"}"#));
    assert_eq!(
        fetch(&peer, "/acme/app/pull/1").await.outcome,
        Err(SourceError::Unauthorized { detail: "answered 401: Bad credentials".into() })
    );
}

#[tokio::test]
async fn the_limit_of_an_anonymous_caller_is_told() {
    let peer = Peer::start().await;
    let head = |reply: Reply| {
        reply
            .with("x-ratelimit-limit", "60")
            .with("x-ratelimit-remaining", "0")
            .with("x-ratelimit-reset", "1795343400")
            .with("date", "Sun, 22 Nov 2026 10:00:00 GMT")
    };
    peer.on("/repos/acme/app/pulls/1", head(Reply::bare(403, r#"{"message":"API rate limit exceeded for 203.0.113.7."}"#)));
    let fetched = fetch(&peer, "/acme/app/pull/1").await;
    assert_eq!(fetched.quota.map(|q| q.sentence()).as_deref(), Some("0 of 60 requests are left until 10:30 UTC"));
    assert!(matches!(fetched.outcome, Err(SourceError::RateLimited { until: Some(_), .. })));
    peer.on("/rate_limit", Reply::json(r#"{"resources":{"core":{"limit":60,"remaining":57,"reset":1795343400}}}"#));
    let (told, _) = host(&peer).probe(&|_| async { None }.boxed(), now()).await;
    assert_eq!(told.as_deref(), Ok("57 of 60 requests are left until 10:30 UTC"));
}

fn head(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap())).collect()
}

#[test]
fn a_signature_fits_the_raw_bytes_or_nothing() {
    let secrets = ["other".to_owned(), "It's a Secret to Everybody".to_owned(), String::new()];
    let good = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let verify = |signature: &str, body: &[u8]| webhook::verify(&secrets, &head(&[("x-hub-signature-256", signature)]), body);
    assert_eq!(verify(good, b"Hello, World!"), Ok(()));
    for (signature, body) in
        [(good, "Hello, World"), (&good[..70], "Hello, World!"), ("sha256=zz", "Hello, World!"), (&good[7..], "Hello, World!")]
    {
        assert_eq!(verify(signature, body.as_bytes()), Err(Distrust::WrongSignature), "{signature}");
    }
    assert_eq!(webhook::verify(&secrets, &HeaderMap::new(), b"Hello, World!"), Err(Distrust::Unsigned));
    assert!(webhook::verify(&[], &head(&[("x-hub-signature-256", good)]), b"Hello, World!").is_err());
}

fn happening(event: &str, body: &str) -> Happening {
    webhook::read(&head(&[("x-github-event", event), ("x-github-delivery", "72d3162e")]), body.as_bytes()).unwrap().1
}

#[test]
fn closed_is_not_merged() {
    let Happening::Pulled(pull) = happening("pull_request", fixture!("github/hook_pull_request_closed.json")) else {
        panic!("no pull request")
    };
    assert_eq!((pull.state, pull.reference.short().as_str(), pull.branch.as_str()), (Some(PullState::Closed), "acme/app#2", "changes"));
    let merged = fixture!("github/hook_pull_request_closed.json").replace(r#""merged": false"#, r#""merged": true"#);
    let Happening::Pulled(pull) = happening("pull_request", &merged) else { panic!("no pull request") };
    assert_eq!(pull.state, Some(PullState::Merged));
}

#[test]
fn deliveries_are_read() {
    assert_eq!(happening("ping", fixture!("github/hook_ping.json")), Happening::Ping);
    assert!(matches!(happening("pull_request_review", fixture!("github/hook_pull_request_review.json")), Happening::Pulled(_)));
    let sha = "ec26c3e57ca3a959ca5aad62de7213c562f8c821".to_owned();
    assert_eq!(happening("check_suite", fixture!("github/hook_check_suite.json")), Happening::Checked { sha });
    assert!(matches!(happening("status", fixture!("github/hook_status.json")), Happening::Checked { .. }));
    assert_eq!(happening("push", fixture!("github/hook_push_tag.json")), Happening::Other, "a tag is no work");
    let Happening::Pushed { branch, commits } = happening("push", fixture!("github/hook_push.json")) else { panic!("no push") };
    assert_eq!((branch.as_str(), commits[0].reference.short().as_str()), ("master", "acme/app@6113728"));
    let deleted = fixture!("github/hook_push.json").replace(r#""deleted": false"#, r#""deleted": true"#);
    assert_eq!(happening("push", &deleted), Happening::Other);
    assert_eq!(happening("invented_later", "{}"), Happening::Other);
    assert_eq!(webhook::read(&HeaderMap::new(), b"[").unwrap_err(), Distrust::Malformed);
}

#[test]
fn a_hook_may_send_a_form() {
    let encoded: String = fixture!("github/hook_ping.json").bytes().map(|b| format!("%{b:02X}")).collect();
    let headers =
        head(&[("content-type", "application/x-www-form-urlencoded"), ("x-github-event", "ping"), ("x-github-delivery", "72d3162e")]);
    let read = webhook::read(&headers, format!("payload={encoded}").as_bytes());
    assert_eq!(read, Ok((Some("github:72d3162e".to_owned()), Happening::Ping)));
}

#[tokio::test]
async fn a_pull_request_is_opened_once_and_a_refusal_is_told() {
    let new = NewChange { title: "Say hello".into(), body: "It does.".into(), head: "maestro/t1".into(), base: "main".into() };
    let peer = Peer::start().await;
    peer.on("/repos/acme/app/pulls", Reply::bare(201, r#"{"html_url":"https://github.com/acme/app/pull/7"}"#));
    assert_eq!(host(&peer).open_change("acme/app", &new, now()).await.unwrap(), "https://github.com/acme/app/pull/7");
    let sent: serde_json::Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    assert_eq!(sent, serde_json::json!({"title": "Say hello", "body": "It does.", "head": "maestro/t1", "base": "main"}));
    let refusal = Reply::bare(422, r#"{"message":"No commits between main and maestro/t1"}"#);
    peer.series("/repos/acme/app/pulls", vec![refusal, Reply::json("[]")]);
    let refused = host(&peer).open_change("acme/app", &new, now()).await.unwrap_err();
    assert!(refused.to_string().contains("No commits between"), "{refused}");
    let broken = Peer::start().await;
    broken.on("/repos/acme/app/pulls", Reply::bare(502, "bad gateway"));
    assert!(matches!(host(&broken).open_change("acme/app", &new, now()).await, Err(SourceError::Outage { .. })));
    assert_eq!(broken.asked().len(), 1, "what was perhaps carried out is not sent again");
}

#[tokio::test]
async fn what_fails_and_what_reviewers_wrote_is_told() {
    let peer = Peer::start().await;
    let at = |rest: &str| format!("/repos/acme/app/{rest}");
    let head = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";
    peer.on(&at("pulls/7"), Reply::json(fixture!("github/pull_unmerged.json")));
    peer.on(&at("pulls/7/reviews"), Reply::json(fixture!("github/reviews_with_bodies.json")));
    peer.on(&at("pulls/7/comments"), Reply::json(fixture!("github/review_comments.json")));
    peer.on(&at(&format!("commits/{head}/check-runs")), Reply::json(fixture!("github/check_runs_failed.json")));
    peer.on(&at(&format!("commits/{head}/status")), Reply::json(fixture!("github/statuses_failed.json")));
    let reference = Reference::parse(&format!("{}/acme/app/pull/7", peer.url)).unwrap();
    let told = host(&peer).remarks(&reference, now()).await.unwrap();
    let checks: Vec<_> = told.checks.iter().map(|check| (check.name.as_str(), check.url.as_deref().unwrap())).collect();
    assert_eq!(
        checks,
        [("mighty_readme", "https://github.com/acme/app/runs/4"), ("security/brakeman", "https://ci.example.com/2000/output")],
        "neutral and successful ones are left out"
    );
    assert!(told.checks[0].summary.as_deref().unwrap().starts_with("Mighty Readme report\n\nThere are 0 failures"));
    let comments: Vec<_> = told.comments.iter().map(|c| (c.path.as_deref(), c.line, c.text.as_str())).collect();
    assert_eq!(comments, [(None, None, "Here is the body for the review."), (Some("file1.txt"), Some(2), "Great stuff!")]);
    let commit = Reference { number: None, sha: Some(head.into()), ..reference };
    assert!(matches!(host(&peer).remarks(&commit, now()).await, Err(SourceError::Refused { .. })), "a commit is no request");
}
