//! Tells Grafana and Datadog about merges, so that their dashboards show them too.

use super::{
    read,
    store::{self, Announced},
};
use crate::{
    domain::{
        Error, Result,
        artifact::Artifact,
        metric_source::{MetricSource, SourceKind},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        evidence,
        integrations::{
            SourceError,
            series::announce::{Annotation, ChangeEvent, annotate, send_change_event},
            untold_wait,
        },
    },
};
use chrono::{DateTime, Utc};

/// How much is told in one tick.
const MOST: u64 = 20;
/// After so many attempts a person has to look.
const ATTEMPTS: u32 = 6;

/// Tells what is due; when the next is.
pub async fn tick(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let new = store::unannounced(app.store.reader()).await?;
    if !new.is_empty() {
        let op = async move |tx: &mut Tx| {
            for (artifact, source_id) in &new {
                store::note_merge(tx, artifact, source_id).await?;
            }
            Ok(())
        };
        app.store.write(&Caller::system("announce"), now, op).await?;
    }
    for due in store::announcements_due(app.store.reader(), now, MOST).await? {
        tell(app, due, now).await?;
    }
    store::next_announcement(app.store.reader()).await
}

async fn tell(app: &App, due: Announced, now: DateTime<Utc>) -> Result<()> {
    let db = app.store.reader();
    let source = store::get(db, &due.source_id).await?;
    if source.archived_at.is_some() || !source.handling.announce_merges {
        let op = async move |tx: &mut Tx| store::announced(tx, &due, None, false, "turned off before it was told").await;
        return app.store.write(&Caller::system("announce"), now, op).await;
    }
    let artifact = evidence::artifact(db, due.artifact.as_str()).await?;
    let told = send(app, &source, &artifact, now).await?;
    let (again, done, detail) = match &told {
        Ok(detail) => (None, true, detail.clone()),
        // Sent again, an event of Datadog could be there twice; an annotation is looked for first.
        Err(SourceError::Outage { detail }) if source.kind == SourceKind::Datadog => (None, false, detail.clone()),
        Err(error) if error.is_about_one_thing() || due.attempts + 1 >= ATTEMPTS => (None, false, error.to_string()),
        Err(SourceError::RateLimited { until: Some(until), detail }) => (Some(*until), false, detail.clone()),
        Err(error) => (Some(now + untold_wait(due.attempts)), false, error.to_string()),
    };
    let op = async move |tx: &mut Tx| {
        store::announced(tx, &due, again, done, &detail).await?;
        let summary = if done {
            format!("told {} about {}", source.kind.label(), artifact.title)
        } else {
            format!("could not tell {}: {detail}", source.kind.label())
        };
        let goal_id = source.goal_id.as_ref().map(crate::domain::GoalId::as_str);
        tx.record(Change { kind: "merge.announced", goal_id, subject_id: Some(&source.id), summary, ..Default::default() }).await
    };
    app.store.write(&Caller::system("announce"), now, op).await
}

async fn send(
    app: &App,
    source: &MetricSource,
    artifact: &Artifact,
    now: DateTime<Utc>,
) -> Result<std::result::Result<String, SourceError>> {
    let options = match read::options(app, source, None, None).await {
        Ok(options) => options,
        Err(Error::Unavailable { message }) => return Ok(Err(SourceError::Unauthorized { detail: message })),
        Err(other) => return Err(other),
    };
    let at = artifact.details.merged_at.unwrap_or(now);
    let key = artifact.number.map_or_else(|| artifact.id.to_string(), |n| format!("pr:{n}"));
    let text = artifact.url.as_ref().map_or_else(|| artifact.title.clone(), |url| format!("{} {url}", artifact.title));
    let tags: Vec<String> = artifact.repo.iter().map(|repo| format!("repo:{repo}")).collect();
    if source.kind == SourceKind::Datadog {
        let event = ChangeEvent {
            at,
            title: format!("Merged: {}", artifact.title),
            text,
            key,
            resource: artifact.repo.clone().unwrap_or_else(|| artifact.title.clone()),
            services: Vec::new(),
            author: None,
            tags,
        };
        let sent = send_change_event(&options, &event, now).await;
        return Ok(sent.map(|id| id.map_or_else(|| "event sent".into(), |id| format!("event {id}"))));
    }
    let note = Annotation { at, text, key, tags };
    Ok(annotate(&options, &note, now).await.map(|id| format!("annotation {id}")))
}
