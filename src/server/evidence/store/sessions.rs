//! Sessions in the database.

use crate::{
    domain::{
        Error, Result, SessionId, TaskId, Usd,
        id::Keyed,
        report::{ReportOutcome, Usage},
        session::{Session, SessionStatus, Tokens},
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::session, new_id},
        spend,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

impl From<session::Model> for Session {
    fn from(row: session::Model) -> Self {
        Self {
            id: row.id.into(),
            key: Keyed::Session.key(row.number),
            goal_id: row.goal_id.map(Into::into),
            task_id: row.task_id.map(Into::into),
            external_id: row.external_id,
            agent: row.agent,
            model: row.model,
            status: SessionStatus::parse(&row.status).unwrap_or(SessionStatus::Lost),
            summary: row.summary,
            output: row.output,
            tokens: Tokens {
                input: row.input_tokens,
                output: row.output_tokens,
                cache_read: row.cache_read_tokens,
                cache_write: row.cache_write_tokens,
            },
            cost_usd: row.cost_micros.map(Usd::from_micros),
            cost_source: row.cost_source,
            started_at: row.started_at.map(at_millis),
            ended_at: row.ended_at.map(at_millis),
            created_at: at_millis(row.created_at),
            updated_at: at_millis(row.updated_at),
        }
    }
}

/// The session with that id or key.
pub async fn session(db: &impl ConnectionTrait, name: &str) -> Result<Session> {
    let name = name.trim();
    let by = match Keyed::Session.number(name) {
        Some(number) => session::Column::Number.eq(number),
        None => session::Column::Id.eq(name),
    };
    let found = session::Entity::find().filter(by).one(db).await?;
    found.map(Session::from).ok_or_else(|| Error::not_found(format!("session {name}")))
}

/// The session that an agent calls `external_id`.
pub async fn session_by_external(db: &impl ConnectionTrait, external_id: &str) -> Result<Option<Session>> {
    let found = session::Entity::find().filter(session::Column::ExternalId.eq(external_id)).one(db).await?;
    Ok(found.map(Session::from))
}

/// The sessions of a goal, newest first.
pub async fn sessions_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Session>> {
    let rows = session::Entity::find().filter(session::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(session::Column::CreatedAt).order_by_desc(session::Column::Number).all(db).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Sessions with activity since `since`, newest first.
pub async fn recent_sessions(db: &impl ConnectionTrait, since: DateTime<Utc>, limit: u64) -> Result<Vec<Session>> {
    let rows = session::Entity::find().filter(session::Column::UpdatedAt.gte(millis(since)));
    let rows = rows.order_by_desc(session::Column::UpdatedAt).order_by_desc(session::Column::Id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// What a report says of its session.
#[derive(Clone, Debug, Default)]
pub struct SessionReport<'a> {
    pub goal_id: Option<&'a str>,
    pub task_id: Option<&'a TaskId>,
    pub external_id: Option<&'a str>,
    pub agent: Option<&'a str>,
    pub model: Option<&'a str>,
    pub summary: Option<&'a str>,
    pub output: Option<&'a str>,
    pub outcome: Option<ReportOutcome>,
    pub usage: Option<Usage>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Adds the session of a report, or brings it up to date: what the report leaves out stays.
pub async fn report_session(tx: &Tx, report: &SessionReport<'_>) -> Result<SessionId> {
    let known = match report.external_id {
        Some(id) => session::Entity::find().filter(session::Column::ExternalId.eq(id)).one(tx.db()).await?,
        None => None,
    };
    let now = millis(tx.now());
    let is_new = known.is_none();
    let mut row = match known {
        Some(row) => row,
        None => blank(tx.next_number(Keyed::Session).await?, now),
    };
    let known_cost = row.cost_micros.unwrap_or(0);
    merge(&mut row, report);
    row.updated_at = now;
    let added = Usd::from_micros(row.cost_micros.unwrap_or(0) - known_cost);
    let id = SessionId(row.id.clone());
    let row = row.into_active_model().reset_all();
    if is_new {
        row.insert(tx.db()).await?;
    } else {
        row.update(tx.db()).await?;
    }
    spend::book(tx, id.as_str(), added).await?;
    Ok(id)
}

fn merge(row: &mut session::Model, report: &SessionReport<'_>) {
    let text = |old: Option<String>, new: Option<&str>| new.map(Into::into).or(old);
    row.goal_id = text(row.goal_id.take(), report.goal_id);
    row.task_id = text(row.task_id.take(), report.task_id.map(TaskId::as_str));
    row.external_id = text(row.external_id.take(), report.external_id);
    row.agent = text(row.agent.take(), report.agent);
    row.model = text(row.model.take(), report.model);
    row.summary = text(row.summary.take(), report.summary);
    row.output = text(row.output.take(), report.output);
    row.started_at = report.started_at.map(millis).or(row.started_at);
    row.ended_at = report.ended_at.map(millis).or(row.ended_at);
    row.status = status(&row.status, report).as_str().into();
    let Some(usage) = report.usage else { return };
    // Totals of the session so far; reports may arrive out of order, so the larger one is the later one.
    let total = |old: i64, new: Option<i64>| new.map_or(old, |n| n.max(old));
    row.input_tokens = total(row.input_tokens, usage.input_tokens);
    row.output_tokens = total(row.output_tokens, usage.output_tokens);
    row.cache_read_tokens = total(row.cache_read_tokens, usage.cache_read_tokens);
    row.cache_write_tokens = total(row.cache_write_tokens, usage.cache_write_tokens);
    if let Some(cost) = usage.cost_usd {
        row.cost_micros = Some(row.cost_micros.map_or(cost.micros(), |old| old.max(cost.micros())));
        row.cost_source = "reported".into();
    }
}

/// Where the session stands after the report: an outcome or an end says that it is over.
fn status(before: &str, report: &SessionReport<'_>) -> SessionStatus {
    match (report.outcome, report.ended_at) {
        (Some(ReportOutcome::Done), _) => SessionStatus::Succeeded,
        (Some(ReportOutcome::Failed), _) => SessionStatus::Failed,
        (Some(ReportOutcome::Partial | ReportOutcome::Blocked), _) => SessionStatus::Stopped,
        (None, Some(_)) => SessionStatus::Succeeded,
        (None, None) => SessionStatus::parse(before).unwrap_or(SessionStatus::Running),
    }
}

/// A session of which nothing is known yet.
fn blank(number: i64, now: i64) -> session::Model {
    session::Model {
        id: new_id(),
        number,
        goal_id: None,
        task_id: None,
        external_id: None,
        agent: None,
        model: None,
        status: SessionStatus::Running.as_str().into(),
        summary: None,
        output: None,
        input_tokens: 0,
        output_tokens: 0,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        cost_micros: None,
        cost_source: "none".into(),
        started_at: None,
        ended_at: None,
        created_at: now,
        updated_at: now,
    }
}
