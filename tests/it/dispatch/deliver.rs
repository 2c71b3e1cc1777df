//! Branches that are pushed, and requests that open, without a person.

use super::pushing::{WORK, clone, cloned, connected};
use crate::support::{
    house::{House, begin, git, script},
    peer::{Peer, Reply},
};
use maestro::server::dispatch;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{interval, timeout};

async fn wants_it(house: &House, on: bool) {
    house.app.put("/api/delivery", json!({"goals": {"G1": on}})).await.ok();
}

fn opened(peer: &Peer) -> usize {
    peer.asked().iter().filter(|asked| asked.target == "/repos/acme/app/pulls" && !asked.body.is_empty()).count()
}

/// What the log of the goal says about delivering.
async fn told(house: &House) -> Vec<String> {
    let log = house.app.post("/rpc/goals/activity", json!({"id": house.goal})).await.ok();
    let delivered = log.as_array().unwrap().iter().filter(|event| event["kind"] == "session.delivered");
    delivered.map(|event| event["summary"].as_str().unwrap().to_owned()).collect()
}

async fn go_on(house: &House, key: &str, steps: &[&str], run: u64) -> Value {
    house.app.post(&format!("/api/sessions/{key}/resume"), json!({"prompt": script(steps)})).await.ok();
    house.until(key, |session| session["run"] == run && session["status"] == "succeeded").await
}

#[tokio::test]
async fn the_request_opens_by_itself_once_for_what_was_committed() {
    let (house, bare) = cloned().await;
    let peer = connected(&house).await;
    wants_it(&house, true).await;
    let key = house.start(&WORK, json!({})).await;
    let session = house.until(&key, |session| session["delivered"].is_object()).await;
    let delivered = &session["delivered"];
    assert_eq!((&delivered["url"], &delivered["automatic"]), (&json!("https://github.com/acme/app/pull/7"), &json!(true)), "{session}");
    assert_eq!(session["pulls"], json!(["https://github.com/acme/app/pull/7"]));
    let first = session["commits"][0]["sha"].as_str().unwrap();
    assert_eq!(git(&bare, &["rev-parse", session["branch"].as_str().unwrap()]), first);
    let said = ["S1: pushed the branch by itself and opened https://github.com/acme/app/pull/7"];
    assert_eq!((opened(&peer), told(&house).await), (1, said.map(Into::into).into()));
    let unchanged = go_on(&house, &key, &["end Nothing to add."], 2).await;
    assert_eq!((&unchanged["delivered"], dispatch::deliver_tick(&house.app.app).await.unwrap()), (delivered, 0));
    assert_eq!(opened(&peer), 1, "nothing new was committed");
    let there = Reply::bare(422, r#"{"message":"A pull request already exists"}"#);
    peer.series("/repos/acme/app/pulls", vec![there, Reply::json(r#"[{"html_url":"https://github.com/acme/app/pull/7"}]"#)]);
    go_on(&house, &key, &["run echo more >> hello.txt && git commit -q -a -m More", "end More."], 3).await;
    let session = house.until(&key, |session| session["delivered"]["sha"] != first).await;
    assert_eq!(git(&bare, &["rev-parse", session["branch"].as_str().unwrap()]), session["commits"][1]["sha"].as_str().unwrap());
    assert_eq!(session["pulls"], json!(["https://github.com/acme/app/pull/7"]), "the same request");
}

#[tokio::test]
async fn what_does_not_work_is_told_once_and_left_to_a_person() {
    let (house, bare) = cloned().await;
    let peer = connected(&house).await;
    wants_it(&house, true).await;
    std::fs::remove_dir_all(&bare).unwrap();
    let key = house.start(&WORK, json!({})).await;
    let session = house.until(&key, |session| session["delivered"].is_object()).await;
    let delivered = &session["delivered"];
    assert_eq!((&delivered["pushed"], &delivered["url"]), (&json!(false), &json!(null)));
    assert!(delivered["detail"].as_str().unwrap().contains("could not be pushed"), "{session}");
    assert_eq!(session["status"], "succeeded", "the work is done all the same");
    assert_eq!(dispatch::deliver_tick(&house.app.app).await.unwrap(), 0, "it is not tried again");
    let said = told(&house).await;
    assert!(said.len() == 1 && said[0].starts_with("S1: not pushed by itself: the branch could not be pushed"), "{said:?}");
    assert_eq!(opened(&peer), 0);
    let page = house.app.page(&format!("/sessions/{key}")).await;
    assert!(page.contains("Not pushed by itself") && !page.contains("Checks and comments"), "{page}");
    git(house.root.path(), &["init", "-q", "--bare", bare.to_str().unwrap()]);
    house.app.post(&format!("/api/sessions/{key}/push"), json!({})).await.ok();
    assert_eq!(house.session(&key).await["delivered"]["url"], "https://github.com/acme/app/pull/7");
}

#[tokio::test]
async fn a_goal_that_does_not_want_it_or_no_commit_pushes_nothing() {
    let (house, bare) = cloned().await;
    let key = house.start(&WORK, json!({})).await;
    house.is(&key, "succeeded").await;
    wants_it(&house, true).await;
    assert_eq!(dispatch::deliver_tick(&house.app.app).await.unwrap(), 0, "what is over already is left alone");
    let empty = house.start(&["end"], json!({})).await;
    house.is(&empty, "succeeded").await;
    assert_eq!(dispatch::deliver_tick(&house.app.app).await.unwrap(), 0);
    assert_eq!((&house.session(&key).await["delivered"], git(&bare, &["branch"])), (&json!(null), String::new()));
}

/// Ends a session without any worker that could deliver what it did.
async fn ended(house: &House) -> String {
    dispatch::resume_all(&house.app.app).await.unwrap();
    let key = house.start(&WORK, json!({})).await;
    let mut beat = interval(Duration::from_millis(20));
    let over = timeout(Duration::from_secs(30), async {
        while house.session(&key).await["status"] != "succeeded" {
            dispatch::tick(&house.app.app, house.app.app.clock.now()).await.unwrap();
            beat.tick().await;
        }
    });
    over.await.unwrap();
    assert_eq!(house.session(&key).await["delivered"], json!(null));
    key
}

#[tokio::test]
async fn another_server_delivers_what_the_first_one_left() {
    let mut house = House::idle(|_| {}).await;
    clone(&house);
    let peer = connected(&house).await;
    wants_it(&house, true).await;
    let key = ended(&house).await;
    house.app.restart().await;
    begin(&house.app.app).await;
    let session = house.until(&key, |session| session["delivered"].is_object()).await;
    assert_eq!((&session["delivered"]["pushed"], opened(&peer)), (&json!(true), 1), "{session}");
}

#[tokio::test]
async fn who_changes_their_mind_in_time_is_heard() {
    let house = House::idle(|_| {}).await;
    let bare = clone(&house);
    wants_it(&house, true).await;
    let key = ended(&house).await;
    wants_it(&house, false).await;
    assert_eq!(dispatch::deliver_tick(&house.app.app).await.unwrap(), 1);
    wants_it(&house, true).await;
    assert_eq!(dispatch::deliver_tick(&house.app.app).await.unwrap(), 0);
    assert_eq!((&house.session(&key).await["delivered"], git(&bare, &["branch"])), (&json!(null), String::new()));
}

#[tokio::test]
async fn the_setting_changes_what_it_names_and_refuses_what_it_does_not_know() {
    let house = House::idle(|_| {}).await;
    assert_eq!(house.app.get("/api/delivery").await.ok(), json!({"trailers": true, "goals": {}}));
    let id = house.app.get("/api/goals/G1").await.ok()["id"].as_str().unwrap().to_owned();
    let set = house.app.put("/api/delivery", json!({"goals": {"G1": true}})).await.ok();
    assert_eq!(set, json!({"trailers": true, "goals": {&id: true}}));
    let set = house.app.put("/api/delivery", json!({"trailers": false})).await.ok();
    assert_eq!(set, json!({"trailers": false, "goals": {&id: true}}));
    let set = house.app.put("/api/delivery", json!({"goals": {&id: false}})).await.ok();
    assert_eq!((&set, &house.app.get("/api/delivery").await.ok()), (&json!({"trailers": false, "goals": {}}), &set));
    let refused = house.app.put("/api/delivery", json!({"trailers": true, "goals": {"G99": true}})).await.refused(422);
    assert!(refused.contains("/goals/G99") && refused.contains("there is no goal G99"), "{refused}");
    house.app.put("/api/delivery", json!({"goals": {"G1": "yes"}})).await.refused(422);
    let page = house.app.page("/settings/repositories").await;
    assert!(page.contains("Mark commits of sessions"), "{page}");
    assert_eq!(house.app.get("/api/delivery").await.ok()["trailers"], false, "nothing of a refused one is kept");
}

#[tokio::test]
async fn without_marks_commits_are_as_the_agent_wrote_them() {
    let house = House::new().await;
    house.app.put("/api/delivery", json!({"trailers": false})).await.ok();
    let key = house.start(&WORK, json!({})).await;
    let session = house.is(&key, "succeeded").await;
    assert_eq!(session["commits"][0]["marked"], false);
    let worktree = session["worktree"].as_str().unwrap();
    assert_eq!(git(worktree.as_ref(), &["log", "-1", "--format=%B"]), "Say hello");
}
