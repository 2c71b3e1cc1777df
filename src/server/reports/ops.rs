//! Taking reports: find the goal, store everything in one transaction, answer.

use super::{
    matching::{self, Match},
    store,
};
use crate::{
    domain::{
        ArtifactId, Error, Result, SessionId, TaskId,
        goal::Goal,
        report::{Matched, Report, ReportAnswer, ReportOutcome},
        task::{TaskPatch, TaskStatus},
    },
    server::{
        App,
        auth::Caller,
        clock::millis,
        db::{Change, Tx, find_external, keep_external},
        evidence::{self, NoteUpdate, SessionReport},
        goals, tasks,
    },
};

/// The same report again within this time is answered as the first one.
const SAME_WITHIN_MS: i64 = 10 * 60 * 1000;

/// The source of what reports told, among external ids.
const REPORTED: &str = "report";

/// Where a report belongs.
pub(super) enum Place {
    Goal(Box<Goal>, Matched),
    /// Nowhere that is certain; the reason in words.
    Inbox(String),
}

/// Takes a report. The flag says whether it was new.
pub async fn receive(app: &App, who: &Caller, report: Report) -> Result<(ReportAnswer, bool)> {
    let mut report = report.check()?;
    let op = async move |tx: &mut Tx| {
        if let Some(session) = tx.caller().session.clone() {
            own(tx, &mut report, &session).await?;
        }
        take(tx, &report).await
    };
    let answer = app.store.write(who, app.clock.now(), op).await?;
    if !answer.0.artifact_ids.is_empty() {
        app.fetch.notify_one();
    }
    app.queue.notify_one();
    Ok(answer)
}

/// The token of a session speaks for that session, its task and its goal; what the report leaves out is known.
async fn own(tx: &Tx, report: &mut Report, session: &SessionId) -> Result<()> {
    let own = evidence::session(tx.db(), session.as_str()).await?;
    let foreign = |what: &str| Error::Forbidden { message: format!("this token speaks for {} alone, and not for {what}", own.key) };
    if let Some(name) = &report.session_id
        && let Some(other) = evidence::session_called(tx.db(), name).await?.filter(|other| other.id != *session)
    {
        return Err(foreign(&other.key));
    }
    if let Some(name) = &report.goal_id
        && let Some(goal) = absent(goals::get(tx.db(), name).await)?.filter(|goal| Some(&goal.id) != own.goal_id.as_ref())
    {
        return Err(foreign(&goal.key));
    }
    if let Some(name) = &report.task_id
        && let Some(task) = tasks::find(tx.db(), name).await?.filter(|task| Some(&task.goal_id) != own.goal_id.as_ref())
    {
        return Err(foreign(&task.key));
    }
    report.session_id = Some(session.0.clone());
    report.goal_id = own.goal_id.map(|id| id.0);
    report.task_id = report.task_id.take().or(own.task_id.map(|id| id.0));
    report.agent_name = report.agent_name.take().or(own.agent);
    Ok(())
}

async fn take(tx: &mut Tx, report: &Report) -> Result<(ReportAnswer, bool)> {
    let fingerprint = store::fingerprint(report);
    if let Some(answer) = store::answered(tx.db(), &fingerprint, millis(tx.now()) - SAME_WITHIN_MS).await? {
        return Ok((answer, false));
    }
    let answer = match find(tx, report).await? {
        Place::Goal(goal, matched) => put(tx, report, &goal, matched).await?,
        Place::Inbox(detail) => keep(tx, report, detail).await?,
    };
    let id = store::insert(tx, report, fingerprint, &answer).await?;
    if answer.matched == Matched::Inbox {
        let summary = report.summary.chars().take(crate::domain::update::SUMMARY_SHOWN).collect();
        tx.record(Change { kind: "report.received", subject_id: Some(id.as_str()), summary, ..Default::default() }).await?;
    }
    Ok((answer, true))
}

/// Finds the goal: by its id, else by the task, else by the session, else by the title.
async fn find(tx: &Tx, report: &Report) -> Result<Place> {
    if let Some(name) = &report.goal_id {
        return Ok(match absent(goals::get(tx.db(), name).await)? {
            Some(goal) => Place::Goal(Box::new(goal), Matched::Id),
            None => Place::Inbox(format!("there is no goal {name}")),
        });
    }
    if let Some(name) = &report.task_id {
        return Ok(match tasks::find(tx.db(), name).await? {
            Some(task) => Place::Goal(Box::new(goals::get(tx.db(), task.goal_id.as_str()).await?), Matched::Task),
            None => Place::Inbox(format!("there is no task {name}")),
        });
    }
    if let Some(external) = &report.session_id
        && let Some(goal_id) = evidence::session_called(tx.db(), external).await?.and_then(|s| s.goal_id)
    {
        return Ok(Place::Goal(Box::new(goals::get(tx.db(), goal_id.as_str()).await?), Matched::Session));
    }
    let Some(title) = &report.goal_title else { return Ok(Place::Inbox("the report names no goal".into())) };
    let known = store::titles(tx.db()).await?;
    let titles: Vec<&str> = known.iter().map(|goal| goal.title.as_str()).collect();
    Ok(match matching::best(title, &titles) {
        Match::One(i) => Place::Goal(Box::new(goals::get(tx.db(), &known[i].id).await?), Matched::Title),
        Match::Several(which) => Place::Inbox(format!("{} goals fit “{title}” equally well", which.len())),
        Match::None => Place::Inbox(format!("no goal is called “{title}”")),
    })
}

fn absent<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(crate::domain::Error::NotFound { .. }) => Ok(None),
        other => other.map(Some),
    }
}

/// Stores all that a report brings with its goal.
pub(super) async fn put(tx: &mut Tx, report: &Report, goal: &Goal, matched: Matched) -> Result<ReportAnswer> {
    let task = match &report.task_id {
        Some(name) => tasks::find(tx.db(), name).await?.filter(|task| task.goal_id == goal.id),
        None => None,
    };
    let task_id = task.as_ref().map(|task| &task.id);
    let session_id = note_session(tx, report, Some(goal.id.as_str()), task_id).await?;
    let note = NoteUpdate {
        goal_id: goal.id.as_str(),
        task_id,
        session_id: session_id.as_ref(),
        source: "agent",
        agent_name: report.agent_name.as_deref(),
        summary: &report.summary,
        details: report.details.as_deref(),
        outcome: report.outcome.map(ReportOutcome::as_str),
    };
    let update = evidence::note_update(tx, goal, &note).await?;
    let artifact_ids = link_artifacts(tx, report, goal, task_id, session_id.as_ref()).await?;
    for metric in &report.metrics {
        let told = session_id.as_ref().map(|session| store::pair_told(&goal.id, session, metric));
        if let Some(told) = &told
            && find_external(tx, REPORTED, "metric", told).await?.is_some()
        {
            continue;
        }
        let id = evidence::record_metric(tx, goal, metric, "agent").await?.id;
        if let Some(told) = &told {
            keep_external(tx, REPORTED, "metric", told, id.as_str()).await?;
        }
    }
    if let Some(task) = &task {
        advance(tx, &task.id, task.status, report.outcome).await?;
    }
    Ok(ReportAnswer {
        ok: true,
        goal_id: Some(goal.id.clone()),
        goal_key: Some(goal.key.clone()),
        update_id: Some(update.id),
        session_id,
        artifact_ids,
        matched,
        url: format!("/goals/{}", goal.key),
        detail: None,
    })
}

async fn link_artifacts(
    tx: &mut Tx,
    report: &Report,
    goal: &Goal,
    task: Option<&TaskId>,
    session: Option<&SessionId>,
) -> Result<Vec<ArtifactId>> {
    let mut ids = Vec::new();
    for artifact in &report.artifacts {
        let id = evidence::link(tx, goal, artifact, task, session, ("reported", true)).await?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// What the agent says of its task moves the task on; a person can move it back.
async fn advance(tx: &mut Tx, task: &TaskId, status: TaskStatus, outcome: Option<ReportOutcome>) -> Result<()> {
    if status.is_closed() {
        return Ok(());
    }
    let to = match outcome {
        Some(ReportOutcome::Done) => TaskStatus::Done,
        Some(ReportOutcome::Failed) => TaskStatus::Failed,
        _ if matches!(status, TaskStatus::Todo | TaskStatus::Ready) => TaskStatus::Running,
        _ => return Ok(()),
    };
    tasks::update(tx, task.as_str(), TaskPatch { status: Some(to), ..Default::default() }, None).await?;
    Ok(())
}

/// Keeps a report for the Inbox. Its session is known from now on, so that its cost is not lost.
async fn keep(tx: &mut Tx, report: &Report, detail: String) -> Result<ReportAnswer> {
    let session_id = note_session(tx, report, None, None).await?;
    Ok(ReportAnswer {
        ok: true,
        goal_id: None,
        goal_key: None,
        update_id: None,
        session_id,
        artifact_ids: Vec::new(),
        matched: Matched::Inbox,
        url: "/inbox".into(),
        detail: Some(format!("{detail}: kept in the Inbox for a person to assign")),
    })
}

async fn note_session(tx: &mut Tx, report: &Report, goal: Option<&str>, task: Option<&TaskId>) -> Result<Option<SessionId>> {
    if report.session_id.is_none() && report.usage.is_none() {
        return Ok(None);
    }
    let session = SessionReport {
        goal_id: goal,
        task_id: task,
        external_id: report.session_id.as_deref(),
        agent: report.agent_name.as_deref(),
        model: report.model.as_deref(),
        summary: Some(&report.summary),
        output: report.output.as_deref(),
        outcome: report.outcome,
        usage: report.usage,
        started_at: report.started_at,
        ended_at: report.ended_at,
    };
    let id = evidence::note_session(tx, &session).await?.id;
    let change = Change {
        kind: "session.updated",
        goal_id: goal,
        session_id: Some(id.as_str()),
        subject_id: Some(id.as_str()),
        summary: report.summary.chars().take(crate::domain::update::SUMMARY_SHOWN).collect(),
    };
    tx.record(change).await?;
    Ok(Some(id))
}
