//! The same on both databases.

use super::{cloud, finds, tree};
use crate::backends::on_each_backend;
use chrono::Duration;
use maestro::{
    domain::{
        connection::{ConnectionForm, ConnectionKind},
        goal::GoalStatus,
        jira::{KeepingPatch, Query},
    },
    server::{auth::Caller, connections, goals, jira},
};
use serde_json::json;

on_each_backend! {
    async fn issues_come_in_once_and_stay_in_step(database: &Empty) {
        let peer = cloud().await;
        let (app, who) = (database.app().await, Caller::system("test"));
        let form = ConnectionForm { kind: Some(ConnectionKind::Jira), base_url: Some(peer.url.clone()), secret: Some("a@b.c:t".into()), ..Default::default() };
        let connection = connections::add(&app, &who, form).await.unwrap();
        let query = Query { jql: "project = ABC".into(), ..Query::default() };
        let imported = jira::import(&app, &who, query.clone(), &mut |_| ()).await.unwrap();
        assert_eq!((imported.added, imported.updated), (3, 0));
        let again = jira::import(&app, &who, query, &mut |_| ()).await.unwrap();
        assert_eq!((again.added, again.unchanged), (0, 3));
        jira::change_keeping(&app, &who, &connection.id, KeepingPatch { comment_when_proven: Some(true), ..Default::default() }).await.unwrap();
        let mut issues = tree();
        issues[0]["fields"]["summary"] = json!("Slower");
        finds(&peer, &issues);
        app.clock.advance(Duration::minutes(15));
        let report = jira::tick(&app, app.clock.now()).await.unwrap();
        assert_eq!((report.asked, report.taken.changed), (1, 1));
        let story = goals::get(app.store.reader(), "G2").await.unwrap();
        assert_eq!((story.title.as_str(), story.status), ("Slower", GoalStatus::InProgress));
        let kept = &jira::keepings(&app).await.unwrap()[0];
        assert_eq!((kept.issues, kept.comment_when_proven, kept.gone.len()), (3, true, 0));
        app.store.close().await;
    }
}
