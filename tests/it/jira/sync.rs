//! Goals stay in step with their issues, and what a person changed stays.

use super::{cloud, connected, connection, finds, goal, import, keeping, queries, tick, tree};
use crate::{
    recorded,
    support::peer::{Peer, Reply},
};
use chrono::Duration;
use serde_json::{Value, json};

/// The id of the story in Jira.
const STORY: &str = "10012";

async fn imported(peer: &Peer) -> (crate::support::TestApp, String) {
    let (app, id) = connected(peer).await;
    import(&app).await;
    (app, id)
}

fn renamed(title: &str, category: &str) -> Vec<Value> {
    let mut issues = tree();
    issues[0]["fields"]["summary"] = json!(title);
    issues[0]["fields"]["status"] = json!({ "name": "已完成", "statusCategory": { "key": category } });
    issues
}

#[tokio::test]
async fn title_and_status_are_taken_over() {
    let peer = cloud().await;
    let (app, _) = imported(&peer).await;
    assert_eq!(tick(&app).await.asked, 0, "not before its time");
    finds(&peer, &renamed("Checkout takes 3 s", "done"));
    app.advance(Duration::minutes(15));
    let report = tick(&app).await;
    assert_eq!((report.asked, report.taken.changed), (1, 1));
    let story = goal(&app, "G2").await;
    assert_eq!((&story["title"], &story["status"]), (&json!("Checkout takes 3 s"), &json!("measuring")));
    // The length of time has no zone: 15 minutes, 10 of overlap, and a begun minute.
    assert_eq!(queries(&peer).last().unwrap(), "id in (10011, 10012, 10013) AND updated >= \"-26m\" ORDER BY updated ASC");
    let kept = keeping(&app).await;
    assert_eq!((&kept["syncedAt"], &kept["dueAt"]), (&json!("2026-02-18T14:15:00Z"), &json!("2026-02-18T14:30:00Z")));
    assert_eq!((&kept["issues"], &kept["error"]), (&json!(3), &Value::Null));
    assert_eq!(story["statusHistory"][1]["by"], "maestro");
}

#[tokio::test]
async fn what_a_person_changed_here_stays_field_by_field() {
    let peer = cloud().await;
    let (app, _) = imported(&peer).await;
    app.patch("/api/goals/G2", json!({ "title": "In my words" })).await.ok();
    finds(&peer, &renamed("Checkout takes 3 s", "done"));
    app.advance(Duration::minutes(15));
    tick(&app).await;
    let story = goal(&app, "G2").await;
    assert_eq!((&story["title"], &story["status"]), (&json!("In my words"), &json!("measuring")), "only the title was theirs");
    app.patch("/api/goals/G2", json!({ "status": "proven" })).await.ok();
    finds(&peer, &renamed("Checkout takes 4 s", "indeterminate"));
    app.advance(Duration::minutes(15));
    tick(&app).await;
    let story = goal(&app, "G2").await;
    assert_eq!((&story["title"], &story["status"]), (&json!("In my words"), &json!("proven")));
    // Once both say the same, they are in step again.
    app.patch("/api/goals/G2", json!({ "title": "Checkout takes 4 s" })).await.ok();
    app.advance(Duration::minutes(15));
    tick(&app).await;
    finds(&peer, &renamed("Checkout takes 5 s", "indeterminate"));
    app.advance(Duration::minutes(15));
    tick(&app).await;
    assert_eq!(goal(&app, "G2").await["title"], "Checkout takes 5 s");
}

#[tokio::test]
async fn an_issue_that_is_gone_is_said_and_its_goal_stays() {
    let peer = cloud().await;
    let (app, _) = imported(&peer).await;
    // As Jira does when a query names an issue that is not there.
    peer.on(super::SEARCH, Reply::bare(400, r#"{"errorMessages":["A value with ID '10012' does not exist for the field 'id'."]}"#));
    for issue in tree().into_iter().filter(|issue| issue["id"] != STORY) {
        peer.on(&format!("/rest/api/3/issue/{}", issue["id"].as_str().unwrap()), Reply::json(issue.to_string()));
    }
    app.advance(Duration::minutes(15));
    let report = tick(&app).await;
    assert_eq!((report.taken.gone, report.taken.changed), (1, 0));
    let gone = keeping(&app).await["gone"].clone();
    assert_eq!(gone, json!([{ "key": "ABC-2", "goalKey": "G2", "since": "2026-02-18T14:15:00Z" }]));
    assert_eq!(goal(&app, "G2").await["archivedAt"], Value::Null);
    assert_eq!(connection(&app).await["status"], "ok");
    let others: Vec<Value> = tree().into_iter().filter(|issue| issue["id"] != STORY).collect();
    finds(&peer, &others);
    app.advance(Duration::minutes(15));
    tick(&app).await;
    assert!(queries(&peer).last().unwrap().starts_with("id in (10011, 10013) AND"), "it spoils no question any more");
    peer.on(&format!("/rest/api/3/issue/{STORY}"), Reply::json(tree()[0].to_string()));
    app.advance(Duration::hours(24));
    tick(&app).await;
    assert!(!queries(&peer).last().unwrap().contains("AND updated"), "once a day all are looked for");
    assert_eq!(keeping(&app).await["gone"], json!([]), "it is back");
}

#[tokio::test]
async fn an_issue_that_silently_is_not_found_is_noticed_within_a_day() {
    let peer = cloud().await;
    let (app, _) = imported(&peer).await;
    finds(&peer, &tree()[1..]);
    app.advance(Duration::minutes(15));
    assert_eq!(tick(&app).await.taken.gone, 0, "an issue that did not change is not found either");
    app.advance(Duration::hours(24));
    assert_eq!(tick(&app).await.taken.gone, 1);
}

#[tokio::test]
async fn a_stranger_does_not_make_all_of_them_gone() {
    let peer = cloud().await;
    let (app, id) = imported(&peer).await;
    finds(&peer, &[]);
    peer.on("/rest/api/3/myself", Reply::bare(401, ""));
    app.advance(Duration::hours(25));
    let report = tick(&app).await;
    assert_eq!((report.taken.gone, keeping(&app).await["gone"].clone()), (0, json!([])));
    let kept = keeping(&app).await;
    assert_eq!((&kept["error"], &connection(&app).await["status"]), (&json!("answered 401"), &json!("failing")));
    assert_eq!(kept["dueAt"], "2026-02-19T16:00:00Z", "a wrong secret is tried again after an hour");
    let pressed = app.post(&format!("/api/jira/{id}/sync"), json!({})).await.refused(502);
    assert_eq!(pressed, "Jira answered 401", "who presses hears it");
    peer.on("/rest/api/3/myself", Reply::json(recorded!("jira/cloud_myself.json")));
    finds(&peer, &tree());
    app.patch(&format!("/api/connections/{id}"), json!({ "secret": "mia@example.com:better" })).await.ok();
    assert_eq!((tick(&app).await.asked, keeping(&app).await["error"].clone()), (1, Value::Null), "a better one helps at once");
}

#[tokio::test]
async fn trouble_is_waited_for_longer_each_time_and_nothing_is_missed() {
    let peer = cloud().await;
    let (app, id) = imported(&peer).await;
    app.patch(&format!("/api/jira/{id}"), json!({ "everyMinutes": 5 })).await.ok();
    peer.on(super::SEARCH, Reply::bare(429, ""));
    app.advance(Duration::minutes(5));
    let mut waits = Vec::new();
    for _ in 0..6 {
        let now = app.app.clock.now();
        let next = tick(&app).await.next_at.unwrap();
        waits.push((next - now).num_minutes());
        app.advance(next - now);
    }
    assert_eq!(waits, [5, 5, 5, 8, 16, 32], "never more often than its pause");
    finds(&peer, &renamed("Checkout takes 3 s", "new"));
    tick(&app).await;
    assert_eq!(goal(&app, "G2").await["title"], "Checkout takes 3 s");
    assert!(queries(&peer).last().unwrap().contains("\"-87m\""), "76 minutes since the last success: {:?}", queries(&peer).last());
    assert_eq!(connection(&app).await["status"], "ok");
}

#[tokio::test]
async fn an_issue_that_was_moved_keeps_its_goal() {
    let peer = cloud().await;
    let (app, _) = imported(&peer).await;
    let mut issues = tree();
    issues[0]["key"] = json!("XYZ-7");
    issues[0]["fields"]["parent"] = Value::Null;
    finds(&peer, &issues[..1]);
    app.advance(Duration::minutes(15));
    tick(&app).await;
    let story = goal(&app, "G2").await;
    assert_eq!((&story["jiraUrl"], &story["parent"]), (&json!(format!("{}/browse/XYZ-7", peer.url)), &Value::Null));
}

#[tokio::test]
async fn the_switch_is_a_switch() {
    let peer = cloud().await;
    let (app, id) = imported(&peer).await;
    let path = format!("/api/jira/{id}");
    app.patch(&path, json!({ "everyMinutes": 4 })).await.refused(422);
    let off = app.patch(&path, json!({ "keepInStep": false })).await.ok();
    assert_eq!((&off["keepInStep"], &off["dueAt"]), (&json!(false), &Value::Null));
    finds(&peer, &renamed("Checkout takes 3 s", "new"));
    app.advance(Duration::hours(1));
    assert_eq!(tick(&app).await.asked, 0);
    let pressed = app.post(&format!("{path}/sync"), json!({})).await.ok();
    assert_eq!(pressed["changed"], 1, "a press asks all the same");
    app.delete(&format!("/api/connections/{id}")).await;
    assert_eq!(app.get("/api/jira").await.ok()["items"], json!([]));
    assert_eq!(goal(&app, "G2").await["title"], "Checkout takes 3 s", "goals stay");
    super::connect(&app, &peer).await;
    assert_eq!(import(&app).await["unchanged"], 0, "they are known again, under the new connection");
    assert_eq!(import(&app).await["unchanged"], 3);
}
