//! What people and agents add to a goal as evidence.

use super::store::{self, NewSession, NoteUpdate, SessionReport};
use crate::{
    domain::{
        ArtifactId, Error, GoalId, MetricId, Page, Result, SessionId, TaskId,
        artifact::{Artifact, NewArtifact},
        goal::Goal,
        metric::{Metric, MetricPatch, NewMetric},
        reference::Reference,
        session::{Session, SessionFilter, SessionStatus},
        update::{NewUpdate, Update},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        etag::Seen,
        goals,
        search::{self, Doc, Kind},
    },
};
use sea_orm::ConnectionTrait;

/// Adds an entry to the work log by hand.
pub async fn add_update(app: &App, who: &Caller, goal: String, new: NewUpdate) -> Result<Update> {
    let new = new.check()?;
    let op = async move |tx: &mut Tx| {
        let goal = goals::get(tx.db(), &goal).await?;
        let author = tx.caller().actor.clone();
        let note = NoteUpdate {
            goal_id: goal.id.as_str(),
            source: if new.agent_name.is_some() { "agent" } else { "manual" },
            agent_name: new.agent_name.as_deref().or(Some(&author)),
            summary: &new.summary,
            details: new.details.as_deref(),
            ..Default::default()
        };
        note_update(tx, &goal, &note).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Adds an entry to the work log within a transaction.
pub async fn note_update(tx: &mut Tx, goal: &Goal, note: &NoteUpdate<'_>) -> Result<Update> {
    let update = store::insert_update(tx, note).await?;
    let body = note.details.unwrap_or_default();
    let doc =
        Doc { kind: Kind::Update, record_id: update.id.as_str(), goal_id: Some(goal.id.as_str()), key: None, title: note.summary, body };
    search::put(tx.db(), doc).await?;
    goals::touch(tx, &goal.id).await?;
    let summary: String = note.summary.chars().take(crate::domain::update::SUMMARY_SHOWN).collect();
    record(tx, "update.added", goal, update.id.as_str(), summary).await?;
    Ok(update)
}

/// Adds the session of a report or brings it up to date, within a transaction.
pub async fn note_session(tx: &mut Tx, report: &SessionReport<'_>) -> Result<Session> {
    let session = store::report_session(tx, report).await?;
    index(tx, &session).await?;
    Ok(session)
}

/// Adds a session that waits to be started, within a transaction.
pub async fn add_session(tx: &Tx, new: &NewSession<'_>) -> Result<Session> {
    let session = store::insert_session(tx, new).await?;
    index(tx, &session).await?;
    Ok(session)
}

/// Writes back a session that was started here and has ended, within a transaction: it is found by what it left.
pub async fn end_session(tx: &Tx, session: &Session) -> Result<()> {
    store::save_session(tx, session).await?;
    index(tx, session).await
}

async fn index(tx: &Tx, session: &Session) -> Result<()> {
    let title = [session.agent.as_deref(), Some(session.key.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let body = [&session.summary, &session.output, &session.external_id];
    let body = body.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n");
    let doc = Doc {
        kind: Kind::Session,
        record_id: session.id.as_str(),
        goal_id: session.goal_id.as_ref().map(GoalId::as_str),
        key: Some(&session.key),
        title: &title,
        body: &body,
    };
    search::put(tx.db(), doc).await
}

/// Adds an artifact by hand.
pub async fn add_artifact(app: &App, who: &Caller, goal: String, new: NewArtifact) -> Result<Artifact> {
    let new = new.check("")?;
    let op = async move |tx: &mut Tx| {
        let goal = goals::get(tx.db(), &goal).await?;
        let id = link(tx, &goal, &new, None, None, ("added by hand", true)).await?;
        let all = store::artifacts_of(tx.db(), goal.id.as_str()).await?;
        all.into_iter().find(|a| a.id == id).ok_or_else(|| Error::not_found("artifact"))
    };
    let artifact = app.store.write(who, app.clock.now(), op).await?;
    app.fetch.notify_one();
    app.ring_measuring();
    Ok(artifact)
}

/// Links an artifact to a goal within a transaction; one that is known by its address or sha is not doubled.
///
/// `why` is the reason shown, and whether it may bring back a link that a person undid.
pub async fn link(
    tx: &mut Tx,
    goal: &Goal,
    new: &NewArtifact,
    task: Option<&TaskId>,
    session: Option<&SessionId>,
    why: (&str, bool),
) -> Result<ArtifactId> {
    let reference = new.url.as_deref().and_then(Reference::parse);
    let url = reference.as_ref().map(Reference::canonical_url).or_else(|| new.url.clone());
    let sha = reference.as_ref().and_then(|r| r.sha.clone()).or_else(|| new.sha.clone());
    let known = store::find_artifact(tx.db(), url.as_deref(), sha.as_deref(), reference.as_ref()).await?;
    let (artifact, is_new) = match known {
        Some(artifact) => {
            store::complete_artifact(tx, &artifact, new, sha.as_deref(), reference.as_ref()).await?;
            (artifact, false)
        }
        None => (store::insert_artifact(tx, new, reference.as_ref()).await?, true),
    };
    let id = artifact.id.clone();
    store::insert_link(tx, &id, goal.id.as_str(), task, session, why).await?;
    if is_new {
        let body = [artifact.url.as_deref(), artifact.sha.as_deref(), artifact.repo.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let doc = Doc {
            kind: Kind::Artifact,
            record_id: id.as_str(),
            goal_id: Some(goal.id.as_str()),
            key: None,
            title: &artifact.title,
            body: &body,
        };
        search::put(tx.db(), doc).await?;
    }
    goals::touch(tx, &goal.id).await?;
    let name = new.title.clone().or(url).or(sha).unwrap_or_default();
    record(tx, "artifact.added", goal, id.as_str(), format!("linked {name}")).await?;
    Ok(id)
}

/// Undoes the link of an artifact to a goal; it is not linked again by itself.
pub async fn unlink_artifact(app: &App, who: &Caller, goal: String, artifact: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let goal = goals::get(tx.db(), &goal).await?;
        if !store::dismiss(tx.db(), &artifact, &goal.id, tx.now()).await? {
            return Err(Error::not_found(format!("artifact {artifact} of {}", goal.key)));
        }
        goals::touch(tx, &goal.id).await?;
        record(tx, "artifact.unlinked", &goal, &artifact, format!("unlinked an artifact of {}", goal.key)).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Brings back a link that was undone, with the reason that it had.
pub async fn relink_artifact(app: &App, who: &Caller, goal: String, artifact: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let goal = goals::get(tx.db(), &goal).await?;
        if !store::bring_back(tx.db(), &artifact, &goal.id).await? {
            return Err(Error::not_found(format!("artifact {artifact} of {}", goal.key)));
        }
        goals::touch(tx, &goal.id).await?;
        record(tx, "artifact.added", &goal, &artifact, format!("linked an artifact of {} again", goal.key)).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Adds a before/after pair by hand.
pub async fn add_metric(app: &App, who: &Caller, goal: String, new: NewMetric) -> Result<Metric> {
    let new = new.check("")?;
    let op = async move |tx: &mut Tx| {
        let goal = goals::get(tx.db(), &goal).await?;
        record_metric(tx, &goal, &new, "manual").await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Adds a before/after pair within a transaction.
pub async fn record_metric(tx: &mut Tx, goal: &Goal, new: &NewMetric, source: &str) -> Result<Metric> {
    let metric = store::insert_metric(tx, goal.id.as_str(), new, source).await?;
    goals::touch(tx, &goal.id).await?;
    record(tx, "metric.added", goal, metric.id.as_str(), format!("measured {}", metric.name)).await?;
    Ok(metric)
}

/// Changes a pair, as to add the value after the work; only if it is still as it was `seen`.
pub async fn change_metric(app: &App, who: &Caller, id: String, patch: MetricPatch, seen: Seen) -> Result<Metric> {
    let op = async move |tx: &mut Tx| {
        let before = store::metric(tx.db(), &id).await?;
        seen.check(&before)?;
        let merged = NewMetric {
            name: patch.name.unwrap_or(before.name.clone()),
            before: patch.before.or(Some(before.before)),
            after: patch.after.unwrap_or(before.after),
            unit: patch.unit.unwrap_or(before.unit.clone()),
            improve: patch.improve.unwrap_or(before.improve),
            note: patch.note.unwrap_or(before.note.clone()),
            ..Default::default()
        };
        let new = merged.check("")?;
        let (name, after, unit) = (new.name, new.after, new.unit);
        let changed =
            Metric { name, before: new.before.unwrap_or(before.before), after, unit, improve: new.improve, note: new.note, ..before };
        store::save_metric(tx.db(), &changed).await?;
        let goal = goals::get(tx.db(), changed.goal_id.as_str()).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "metric.updated", &goal, changed.id.as_str(), format!("changed {}", changed.name)).await?;
        store::metric(tx.db(), changed.id.as_str()).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Takes a pair away.
pub async fn remove_metric(app: &App, who: &Caller, id: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let metric = store::metric(tx.db(), &id).await?;
        let goal = goals::get(tx.db(), metric.goal_id.as_str()).await?;
        store::set_metric_removed(tx.db(), &metric.id, Some(tx.now())).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "metric.removed", &goal, metric.id.as_str(), format!("removed {}", metric.name)).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Brings back a pair that was taken away.
pub async fn bring_back_metric(app: &App, who: &Caller, id: String) -> Result<Metric> {
    let op = async move |tx: &mut Tx| {
        store::set_metric_removed(tx.db(), &MetricId(id.clone()), None).await?;
        let metric = store::metric(tx.db(), &id).await?;
        let goal = goals::get(tx.db(), metric.goal_id.as_str()).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "metric.added", &goal, metric.id.as_str(), format!("brought back {}", metric.name)).await?;
        Ok(metric)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// A page of sessions, newest activity first.
pub async fn sessions(db: &impl ConnectionTrait, filter: SessionFilter, limit: u64, cursor: Option<&str>) -> Result<Page<Session>> {
    let given = |value: Option<String>| value.filter(|value| !value.is_empty());
    let goal = match given(filter.goal) {
        Some(name) => Some(goals::id_of(db, &name).await?.0),
        None => None,
    };
    let status = given(filter.status).map(|word| SessionStatus::parse(&word).ok_or_else(|| unknown_status(&word))).transpose()?;
    store::sessions(db, status, goal, given(filter.agent), limit, cursor).await
}

fn unknown_status(word: &str) -> Error {
    let words = SessionStatus::ALL.map(SessionStatus::as_str).join(", ");
    Error::invalid("/status", format!("there is no status {word}: use {words}"))
}

async fn record(tx: &mut Tx, kind: &str, goal: &Goal, subject: &str, summary: String) -> Result<()> {
    tx.record(Change { kind, goal_id: Some(goal.id.as_str()), subject_id: Some(subject), summary, ..Default::default() }).await
}
