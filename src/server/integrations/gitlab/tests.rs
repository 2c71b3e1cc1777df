use super::{map, webhook, wire};
use crate::{
    domain::{
        artifact::{Ci, Details, PullState},
        connection::ConnectionKind,
        reference::Reference,
    },
    server::integrations::{
        CodeHost, Distrust, Fetched, Happening, NewChange, Options, SourceError,
        peer::{Peer, Reply},
    },
};
use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use futures::FutureExt;
use hmac::{Hmac, KeyInit, Mac};
use std::time::Duration;

/// The project of the test in a group, as it stands in the address.
const PROJECT: &str = "/api/v4/projects/group%2Fsub%2Fapp";

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

async fn fetch(peer: &Peer, path: &str) -> Fetched {
    let options = Options { first_pause: Duration::ZERO, ..Options::new(format!("{}/api/v4", peer.url), Some("glpat-1".into())) };
    let host = CodeHost::new(ConnectionKind::Gitlab, &options, &peer.url).unwrap();
    let reference = Reference::parse(&format!("{}{path}", peer.url)).unwrap();
    host.fetch(&reference, &|_| async { None }.boxed(), now()).await
}

fn request(iid: i64) -> wire::MergeRequest {
    let all: Vec<serde_json::Value> = serde_json::from_str(fixture!("gitlab/merge_requests.json")).unwrap();
    let found = all.into_iter().find(|m| m["iid"] == iid).unwrap();
    serde_json::from_value(found).unwrap()
}

fn notes(json: &str) -> Vec<wire::Note> {
    serde_json::from_str(json).unwrap()
}

fn details(request: wire::MergeRequest, notes: Option<Vec<wire::Note>>, diffs: Option<Vec<wire::Diff>>) -> Details {
    map::merge_request(map::Parts { request, diffs, notes, commits: vec![], pipeline: None }).details
}

#[tokio::test]
async fn a_merge_request_is_polled_by_iid_under_its_escaped_path() {
    let peer = Peer::start().await;
    let at = |rest: &str| format!("{PROJECT}/merge_requests/14656{rest}");
    peer.on(
        &at(""),
        Reply::json(fixture!("gitlab/merge_request_open.json")).with("ratelimit-limit", "2000").with("ratelimit-remaining", "1999"),
    );
    let diff = r#"[{"old_path":"a","new_path":"spec/a_spec.rb","new_file":true,"diff":"@@ -0,0 +1,2 @@\n+++ counter\n+b\n"},{"new_path":"b","diff":"@@ -1 +1 @@\n-x\n+y\n"}]"#;
    peer.on(&at("/diffs"), Reply::json(diff).with("x-next-page", "2")).on(&at("/diffs?page=2&per_page=100"), Reply::json("[]"));
    peer.on(&at("/diffs?per_page=100&page=2"), Reply::json("[]").with("x-next-page", ""));
    peer.on(&at("/notes"), Reply::json("[]")).on(&at("/commits"), Reply::json(fixture!("gitlab/commits_1.json")));
    let fetched = fetch(&peer, "/group/sub/app/-/merge_requests/14656").await;
    let change = fetched.outcome.unwrap();
    let details = change.details;
    assert_eq!((details.state, details.ci, details.files_changed), (Some(PullState::Draft), Some(Ci::Pass), Some(35)));
    assert_eq!((details.lines_added, details.lines_removed, details.tests_added), (Some(3), Some(1), Some(1)));
    assert_eq!(details.merge_sha, None);
    assert!(!change.commits.is_empty());
    assert_eq!(fetched.quota.map(|q| q.remaining), Some(1_999));
    assert!(peer.asked().iter().all(|a| a.headers["private-token"] == "glpat-1" && a.target.starts_with(PROJECT)));
    assert_eq!(peer.count("/diffs"), 2, "an empty x-next-page is the end");
}

#[test]
fn the_commit_of_a_merge_is_in_one_of_three_places() {
    assert_eq!(details(request(14), None, None).merge_sha.as_deref(), Some("21840a7eadb58babe8aeae2960da851a3ed00ddc"));
    let fast_forward = || wire::MergeRequest { merge_commit_sha: None, ..request(14) };
    assert_eq!(details(fast_forward(), None, None).merge_sha.as_deref(), Some("7f928f936c58b2e001f86d07b1f7b9411413e439"));
    let unsquashed = wire::MergeRequest { squash_commit_sha: None, sha: Some("abc".into()), ..fast_forward() };
    assert_eq!(details(unsquashed, None, None).merge_sha.as_deref(), Some("abc"));
    let closed = details(request(20), None, None);
    assert_eq!((closed.state, closed.merge_sha, closed.ci), (Some(PullState::Closed), None, Some(Ci::None)));
}

#[test]
fn notes_tell_when_people_looked() {
    let own = details(request(1), Some(notes(fixture!("gitlab/notes_1.json"))), None);
    assert_eq!((own.reviews, own.first_review_seconds), (Some(0), None), "the author's words and system notes are no review");
    let mut reviewed = request(1);
    reviewed.author = Some(wire::User { username: "person-11".into(), bot: false });
    reviewed.created_at = Some("2019-08-26T12:04:39Z".parse().unwrap());
    let reviewed = details(reviewed, Some(notes(fixture!("gitlab/notes_3.json"))), None);
    assert_eq!((reviewed.reviews, reviewed.first_review_seconds), (Some(1), Some(600)));
    let approved = details(request(1), Some(notes(fixture!("gitlab/notes_37.json"))), None);
    assert_eq!(approved.reviews, Some(1), "approved, taken back, approved again: one person");
}

#[test]
fn bots_are_no_reviewers_and_a_draft_waits_until_ready() {
    let list = r#"[{"id":1,"body":"Thanks!","author":{"username":"project_5_bot_x"},"created_at":"2019-06-28T05:30:00Z"},
        {"id":2,"body":"Hi","author":{"username":"robot","bot":true},"created_at":"2019-06-28T05:31:00Z"},
        {"id":3,"system":true,"body":"marked this merge request as **ready**","author":{"username":"person-6"},"created_at":"2019-06-28T06:00:00Z"},
        {"id":4,"system":true,"body":"approved this merge request","author":{"username":"person-2"},"created_at":"2019-06-28T06:10:00Z"}]"#;
    let found = details(request(1), Some(notes(list)), None);
    assert_eq!((found.reviews, found.first_review_seconds), (Some(1), Some(600)));
}

#[test]
fn a_number_that_is_no_number_is_not_one() {
    let many = |count: &str| wire::MergeRequest { changes_count: Some(count.into()), ..request(14) };
    assert_eq!(details(many("35"), None, None).files_changed, Some(35));
    assert_eq!(details(many("1000+"), None, None).files_changed, None);
    let diffs = |json: &str| Some(serde_json::from_str::<Vec<wire::Diff>>(json).unwrap());
    assert_eq!(details(many("1000+"), None, diffs(fixture!("gitlab/diffs.json"))).files_changed, Some(2), "counted to the end");
    let withheld = diffs(r#"[{"new_path":"a","diff":"","too_large":true},{"new_path":"b","diff":"+1"}]"#);
    assert_eq!(details(many("2"), None, withheld).lines_added, None, "a part is not the whole");
}

#[test]
fn every_word_for_a_pipeline_has_a_meaning() {
    let cases = [("success", Ci::Pass), ("failed", Ci::Fail), ("canceled", Ci::Fail), ("running", Ci::Pending), ("created", Ci::Pending)];
    for (word, ci) in cases.into_iter().chain([("skipped", Ci::None), ("manual", Ci::Pending), ("invented_later", Ci::Pending)]) {
        let with = wire::MergeRequest { head_pipeline: Some(wire::Pipeline { status: word.into(), ..Default::default() }), ..request(1) };
        assert_eq!(details(with, None, None).ci, Some(ci), "{word}");
    }
}

#[tokio::test]
async fn the_latest_pipeline_is_polled_where_the_request_names_none() {
    let peer = Peer::start().await;
    let one = &serde_json::from_str::<Vec<serde_json::Value>>(fixture!("gitlab/merge_requests.json")).unwrap()[0];
    peer.on(&format!("{PROJECT}/merge_requests/1"), Reply::json(one.to_string()));
    peer.on(&format!("{PROJECT}/merge_requests/1/pipelines"), Reply::json(fixture!("gitlab/pipelines.json")));
    let change = fetch(&peer, "/group/sub/app/merge_requests/1").await.outcome.unwrap();
    assert_eq!((change.details.ci, change.details.reviews), (Some(Ci::Pass), None), "what may not be seen is unknown");
}

#[tokio::test]
async fn refusals_come_in_many_shapes() {
    let peer = Peer::start().await;
    let at = format!("{PROJECT}/merge_requests/1");
    let mut told = Vec::new();
    let replies = [
        Reply::bare(404, r#"{"message":"404 Project Not Found"}"#),
        Reply::bare(400, r#"{"message":{"base":["is wrong"]}}"#),
        Reply::bare(403, r#"{"error":"insufficient_scope","error_description":"needs read_api"}"#),
        Reply::bare(429, "Retry later\n"),
    ];
    for reply in replies {
        peer.on(&at, reply);
        told.push(fetch(&peer, "/group/sub/app/-/merge_requests/1").await.outcome.unwrap_err());
    }
    let expected = [
        SourceError::NotFound { detail: "answered 404: 404 Project Not Found".into() },
        SourceError::Refused { detail: r#"answered 400: {"base":["is wrong"]}"#.into() },
        SourceError::Refused { detail: "answered 403: needs read_api".into() },
        SourceError::RateLimited { until: None, detail: "answered 429: Retry later".into() },
    ];
    assert_eq!(told, expected);
}

fn head(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap())).collect()
}

#[test]
fn a_plain_token_has_to_be_the_secret() {
    let secrets = ["s3cret".to_owned(), String::new()];
    let verify = |headers: &HeaderMap| webhook::verify(&secrets, headers, b"{}", now());
    assert_eq!(verify(&head(&[("x-gitlab-token", "s3cret")])), Ok(()));
    assert_eq!(verify(&head(&[("x-gitlab-token", "s3cre")])), Err(Distrust::WrongSignature));
    assert_eq!(verify(&head(&[("x-gitlab-token", "")])), Err(Distrust::WrongSignature), "an empty secret opens nothing");
    assert_eq!(verify(&HeaderMap::new()), Err(Distrust::Unsigned));
}

#[test]
fn a_signing_token_signs_id_time_and_body() {
    let key = [7_u8; 32];
    let secrets = [format!("whsec_{}", STANDARD.encode(key))];
    let sign = |id: &str, at: i64, body: &str| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    };
    let verify = |tag: &str, at: i64| {
        let headers = head(&[("webhook-id", "m1"), ("webhook-timestamp", &at.to_string()), ("webhook-signature", tag)]);
        webhook::verify(&secrets, &headers, b"{}", now())
    };
    let at = now().timestamp();
    assert_eq!(verify(&sign("m1", at, "{}"), at), Ok(()));
    assert_eq!(verify(&format!("v1,AAAA {}", sign("m1", at, "{}")), at), Ok(()), "one of several");
    assert_eq!(verify(&sign("m2", at, "{}"), at), Err(Distrust::WrongSignature));
    assert_eq!(verify(&sign("m1", at, "{} "), at), Err(Distrust::WrongSignature));
    assert_eq!(verify(&sign("m1", at - 301, "{}"), at - 301), Err(Distrust::WrongTime), "an old one may be a replay");
    let token = head(&[("x-gitlab-token", &secrets[0])]);
    assert!(webhook::verify(&secrets, &token, b"{}", now()).is_err(), "a signing key is never sent as it is");
}

fn happening(body: &str) -> Happening {
    webhook::read(&head(&[("idempotency-key", "k1"), ("x-gitlab-event-uuid", "u1")]), body.as_bytes()).unwrap().1
}

/// Their dates are of two forms and none matters.
#[test]
fn deliveries_are_read() {
    let Happening::Pulled(pull) = happening(fixture!("gitlab/hook_merge_request.json")) else { panic!("no merge request") };
    assert_eq!(
        (pull.reference.short().as_str(), pull.branch.as_str(), pull.state),
        ("gitlabhq/gitlab-test!1", "ms-viewport", Some(PullState::Open))
    );
    let Happening::Pulled(pull) = happening(fixture!("gitlab/hook_pipeline.json")) else { panic!("no merge request") };
    assert_eq!(pull.reference.canonical_url(), "http://192.168.64.1:3005/gitlab-org/gitlab-test/-/merge_requests/1");
    assert!(matches!(happening(fixture!("gitlab/hook_note.json")), Happening::Pulled(_)));
    let Happening::Pushed { branch, commits } = happening(fixture!("gitlab/hook_push.json")) else { panic!("no push") };
    assert_eq!((branch.as_str(), commits.len()), ("master", 2));
    assert_eq!(commits[0].reference.canonical_url(), "http://example.com/mike/diaspora/-/commit/b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327");
    let branch_gone = fixture!("gitlab/hook_push.json").replace("da1560886d4f094c3e6c9ef40349f7d38b5d27d7", &"0".repeat(40));
    assert_eq!(happening(&branch_gone), Happening::Other);
    assert_eq!(happening(r#"{"object_kind":"invented_later"}"#), Happening::Other);
    assert_eq!(webhook::read(&HeaderMap::new(), b"<html>").unwrap_err(), Distrust::Malformed);
    let read = webhook::read(&head(&[("idempotency-key", "k1")]), fixture!("gitlab/hook_push.json").as_bytes()).unwrap();
    assert_eq!(read.0.as_deref(), Some("gitlab:k1"));
}

#[tokio::test]
async fn a_merge_request_is_opened_and_one_that_is_open_is_found() {
    let new = NewChange { title: "Say hello".into(), body: "It does.".into(), head: "maestro/t1".into(), base: "main".into() };
    let peer = Peer::start().await;
    let target = "/projects/group%2Fapp/merge_requests";
    let host = CodeHost::new(ConnectionKind::Gitlab, &Options::new(peer.url.clone(), Some("t0ken".into())), &peer.url).unwrap();
    let now = "2026-11-22T10:00:00Z".parse().unwrap();
    peer.on(target, Reply::bare(201, r#"{"web_url":"https://gitlab.com/group/app/-/merge_requests/3"}"#));
    assert_eq!(host.open_change("group/app", &new, now).await.unwrap(), "https://gitlab.com/group/app/-/merge_requests/3");
    let sent: serde_json::Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    assert_eq!((sent["source_branch"].as_str(), sent["target_branch"].as_str()), (Some("maestro/t1"), Some("main")));
    let there = Reply::bare(409, r#"{"message":["Another open merge request already exists"]}"#);
    let list = Reply::json(r#"[{"web_url":"https://gitlab.com/group/app/-/merge_requests/2"}]"#);
    peer.series(target, vec![there, list]);
    assert_eq!(host.open_change("group/app", &new, now).await.unwrap(), "https://gitlab.com/group/app/-/merge_requests/2");
}

#[tokio::test]
async fn what_fails_and_what_reviewers_wrote_is_told() {
    let peer = Peer::start().await;
    let at = |rest: &str| format!("{PROJECT}/merge_requests/14656{rest}");
    peer.on(&at(""), Reply::json(fixture!("gitlab/merge_request_open.json")));
    peer.on(&at("/discussions"), Reply::json(fixture!("gitlab/discussions.json")));
    peer.on(&format!("{PROJECT}/pipelines/77056819/jobs"), Reply::json(fixture!("gitlab/jobs_failed.json")));
    let host =
        CodeHost::new(ConnectionKind::Gitlab, &Options::new(format!("{}/api/v4", peer.url), Some("glpat-1".into())), &peer.url).unwrap();
    let reference = Reference::parse(&format!("{}/group/sub/app/-/merge_requests/14656", peer.url)).unwrap();
    let told = host.remarks(&reference, now()).await.unwrap();
    let checks: Vec<_> = told.checks.iter().map(|check| (check.name.as_str(), check.summary.as_deref())).collect();
    assert_eq!(checks, [("test: rspec:other", Some("script failure"))], "what may fail is left out");
    let comments: Vec<_> = told.comments.iter().map(|c| (c.path.as_deref(), c.line, c.text.as_str())).collect();
    let open = [(Some("package.json"), Some(27), "This loop never ends."), (None, None, "Please add a line to the changelog.")];
    assert_eq!(comments, open, "what is resolved, and what GitLab writes itself, is left out");
    assert!(told.comments[0].url.as_deref().unwrap().ends_with("/merge_requests/14656#note_1126"));
    assert_eq!(peer.count("jobs?scope%5B%5D=failed"), 1);
}
