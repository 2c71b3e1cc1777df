//! Sessions in the database.

use crate::{
    domain::{
        Error, GoalId, Page, Result, SessionId, TaskId, Usd,
        id::{self, Keyed},
        report::{ReportOutcome, Usage},
        session::{Session, SessionStatus, Tokens},
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Cursor, Tx,
            entities::{session, update},
            new_id,
        },
        spend,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use std::collections::HashMap;

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
    let found = ours(db, name).await?;
    found.map(Session::from).ok_or_else(|| Error::not_found(format!("session {}", name.trim())))
}

/// Those of these ids, in their order; ids that are of no session are left out.
pub async fn sessions_named(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<Session>> {
    let rows = session::Entity::find().filter(session::Column::Id.is_in(ids)).all(db).await?;
    let mut found: HashMap<String, Session> = rows.into_iter().map(|row| (row.id.clone(), row.into())).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

async fn ours(db: &impl ConnectionTrait, name: &str) -> Result<Option<session::Model>> {
    let by = match Keyed::Session.number(name) {
        Some(number) => session::Column::Number.eq(number),
        None => session::Column::Id.eq(id::stored(name)),
    };
    Ok(session::Entity::find().filter(by).one(db).await?)
}

/// The session that an agent calls so, or that we do: by our id or key.
pub async fn session_called(db: &impl ConnectionTrait, name: &str) -> Result<Option<Session>> {
    called(db, name).await.map(|found| found.map(Session::from))
}

async fn called(db: &impl ConnectionTrait, name: &str) -> Result<Option<session::Model>> {
    match session::Entity::find().filter(session::Column::ExternalId.eq(name)).one(db).await? {
        Some(row) => Ok(Some(row)),
        None => ours(db, name).await,
    }
}

/// The sessions of a goal, newest first.
pub async fn sessions_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Session>> {
    let rows = session::Entity::find().filter(session::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(session::Column::CreatedAt).order_by_desc(session::Column::Number).all(db).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// A page of sessions, newest activity first.
pub async fn sessions(
    db: &impl ConnectionTrait,
    status: Option<SessionStatus>,
    goal_id: Option<String>,
    agent: Option<String>,
    limit: u64,
    cursor: Option<&str>,
) -> Result<Page<Session>> {
    let status = status.map(|status| session::Column::Status.eq(status.as_str()));
    let goal = goal_id.map(|id| session::Column::GoalId.eq(id));
    let agent = agent.map(|agent| session::Column::Agent.eq(agent));
    let narrowed = Condition::all().add_option(status).add_option(goal).add_option(agent);
    let mut select = session::Entity::find().filter(narrowed);
    if let Some(cursor) = cursor {
        select = select.filter(Cursor::decode(cursor)?.after(session::Column::UpdatedAt, session::Column::Id));
    }
    let rows = select.order_by_desc(session::Column::UpdatedAt).order_by_desc(session::Column::Id).limit(limit + 1).all(db).await?;
    let (rows, next_cursor) = Cursor::cut(rows, limit, |row| (row.updated_at, row.id.clone()));
    Ok(Page { items: rows.into_iter().map(Session::from).collect(), next_cursor })
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
pub async fn report_session(tx: &Tx, report: &SessionReport<'_>) -> Result<Session> {
    let known = match report.external_id {
        Some(name) => called(tx.db(), name).await?,
        None => None,
    };
    let now = millis(tx.now());
    let is_new = known.is_none();
    let mut row = match known {
        Some(row) => row,
        None => session::Model { external_id: report.external_id.map(Into::into), ..blank(tx.next_number(Keyed::Session).await?, now) },
    };
    let known_cost = row.cost_micros.unwrap_or(0);
    merge(&mut row, report);
    row.updated_at = now;
    let added = Usd::from_micros(row.cost_micros.unwrap_or(0) - known_cost);
    let session = Session::from(row.clone());
    if is_new {
        db::insert(tx.db(), row.into_active_model().reset_all()).await?;
    } else {
        db::update(tx.db(), row).await?;
    }
    spend::book(tx, session.id.as_str(), added, session.model.as_deref()).await?;
    Ok(session)
}

/// A session that is about to be started here.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    pub goal_id: Option<&'a str>,
    pub task_id: Option<&'a str>,
    pub agent: &'a str,
    pub model: Option<&'a str>,
    /// What it is about, one line.
    pub summary: &'a str,
}

/// Adds a session that waits to be started; what it costs is counted here, not reported.
pub async fn insert_session(tx: &Tx, new: &NewSession<'_>) -> Result<Session> {
    let row = session::Model {
        goal_id: new.goal_id.map(Into::into),
        task_id: new.task_id.map(Into::into),
        agent: Some(new.agent.into()),
        model: new.model.map(Into::into),
        status: SessionStatus::Queued.as_str().into(),
        summary: Some(new.summary.into()),
        cost_source: COUNTED.into(),
        ..blank(tx.next_number(Keyed::Session).await?, millis(tx.now()))
    };
    let session = Session::from(row.clone());
    db::insert(tx.db(), row.into_active_model().reset_all()).await?;
    Ok(session)
}

/// Writes back a session that was started here, and books what it has cost more than before.
pub async fn save_session(tx: &Tx, session: &Session) -> Result<()> {
    let known = session::Entity::find_by_id(session.id.as_str()).one(tx.db()).await?;
    let known = known.ok_or_else(|| Error::not_found(format!("session {}", session.key)))?;
    let cost = session.cost_usd.map(Usd::micros);
    let added = Usd::from_micros(cost.unwrap_or(0) - known.cost_micros.unwrap_or(0));
    let row = session::Model {
        goal_id: session.goal_id.as_ref().map(|id| id.0.clone()),
        external_id: session.external_id.clone(),
        model: session.model.clone(),
        status: session.status.as_str().into(),
        summary: session.summary.clone(),
        output: session.output.clone(),
        input_tokens: session.tokens.input,
        output_tokens: session.tokens.output,
        cache_read_tokens: session.tokens.cache_read,
        cache_write_tokens: session.tokens.cache_write,
        cost_micros: cost,
        cost_source: session.cost_source.clone(),
        started_at: session.started_at.map(millis),
        ended_at: session.ended_at.map(millis),
        updated_at: millis(tx.now()),
        ..known
    };
    db::update(tx.db(), row).await?;
    spend::book(tx, session.id.as_str(), added, session.model.as_deref()).await
}

/// Takes a session off a goal, unless something else there is its work.
pub async fn leave_goal(db: &impl ConnectionTrait, id: &SessionId, goal: &GoalId) -> Result<()> {
    let works = update::Entity::find().filter(update::Column::SessionId.eq(id.as_str())).filter(update::Column::GoalId.eq(goal.as_str()));
    if works.one(db).await?.is_some() {
        return Ok(());
    }
    let one = session::Entity::update_many().filter(session::Column::Id.eq(id.as_str())).filter(session::Column::GoalId.eq(goal.as_str()));
    one.col_expr(session::Column::GoalId, Expr::value(None::<String>)).exec(db).await?;
    Ok(())
}

/// What a session that is counted here says of the source of its cost, until its agent gave a figure of its own.
pub const COUNTED: &str = "tokens";

/// The same, at list prices, where a subscription pays: what it would have cost.
pub const PLAN: &str = "plan";

/// Its status and its cost are known from what happens, and no report changes them.
fn is_counted_here(row: &session::Model) -> bool {
    !matches!(row.cost_source.as_str(), "none" | "reported")
}

fn merge(row: &mut session::Model, report: &SessionReport<'_>) {
    if is_counted_here(row) {
        row.summary = report.summary.map(Into::into).or(row.summary.take());
        row.output = report.output.map(Into::into).or(row.output.take());
        return;
    }
    let text = |old: Option<String>, new: Option<&str>| new.map(Into::into).or(old);
    row.goal_id = text(row.goal_id.take(), report.goal_id);
    row.task_id = text(row.task_id.take(), report.task_id.map(TaskId::as_str));
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
