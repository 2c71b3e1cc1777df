//! What was spent, and what is reserved, in the database.

use crate::{
    domain::{Result, Usd, budget::AgentSpend},
    server::{
        clock::{at_millis, millis},
        db::one_number,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::HashSet;

/// Whose money is asked about.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    All,
    Goal(&'a str),
    Task(&'a str),
}

/// A moment and the one after the last.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

const SPENT: &str = "SELECT CAST(COALESCE(SUM(u.added_micros), 0) AS BIGINT) AS n FROM usage_entries u WHERE u.at >= $1 AND u.at < $2";
const SPENT_ON_GOAL: &str = "SELECT CAST(COALESCE(SUM(s.cost_micros), 0) AS BIGINT) AS n FROM sessions s WHERE s.goal_id = $1";
const SPENT_ON_TASK: &str = "SELECT CAST(COALESCE(SUM(s.cost_micros), 0) AS BIGINT) AS n FROM sessions s WHERE s.task_id = $1";
const RESERVED: &str = "SELECT CAST(COALESCE(SUM(d.reserved_micros), 0) AS BIGINT) AS n FROM dispatches d";
const RESERVED_TOKENS: &str = "SELECT CAST(COALESCE(SUM(d.reserved_tokens), 0) AS BIGINT) AS n FROM dispatches d";

/// Sessions that cost something, were made, or ran.
const ACTIVE: &str = "s.id IN (SELECT u.session_id FROM usage_entries u WHERE u.at >= $1 AND u.at < $2)
    OR s.id IN (SELECT r.session_id FROM session_runs r WHERE r.started_at >= $1 AND r.started_at < $2)
    OR (s.created_at >= $1 AND s.created_at < $2 AND s.id NOT IN (SELECT d.session_id FROM dispatches d))";

/// All that became known as spent in that time.
pub async fn spent_in(db: &impl ConnectionTrait, span: Span) -> Result<Usd> {
    one_number(db, SPENT, [millis(span.0).into(), millis(span.1).into()]).await.map(Usd::from_micros)
}

/// All that was ever spent.
pub async fn spent(db: &impl ConnectionTrait, of: Of<'_>) -> Result<Usd> {
    let micros = match of {
        Of::All => one_number(db, SPENT, [0.into(), i64::MAX.into()]).await?,
        Of::Goal(id) => one_number(db, SPENT_ON_GOAL, [id.into()]).await?,
        Of::Task(id) => one_number(db, SPENT_ON_TASK, [id.into()]).await?,
    };
    Ok(Usd::from_micros(micros))
}

/// What sessions may still spend of what was reserved for them.
pub async fn reserved(db: &impl ConnectionTrait, of: Of<'_>) -> Result<Usd> {
    let join = |column: &str| format!("{RESERVED} JOIN sessions s ON s.id = d.session_id WHERE s.{column} = $1");
    let micros = match of {
        Of::All => one_number(db, RESERVED, []).await?,
        Of::Goal(id) => one_number(db, &join("goal_id"), [id.into()]).await?,
        Of::Task(id) => one_number(db, &join("task_id"), [id.into()]).await?,
    };
    Ok(Usd::from_micros(micros))
}

/// The same in tokens, of all sessions.
pub async fn reserved_tokens(db: &impl ConnectionTrait) -> Result<i64> {
    one_number(db, RESERVED_TOKENS, []).await
}

/// Sessions that cost something, or ran, in that time.
pub async fn sessions_in(db: &impl ConnectionTrait, span: Span) -> Result<u32> {
    count(db, "TRUE", span).await
}

#[derive(FromQueryResult)]
struct Quarter {
    /// None where no session has the cost.
    session: Option<String>,
    quarter: i64,
    micros: i64,
}

/// Of the clock, in milliseconds: days of every time zone begin at one.
const QUARTER_MILLIS: i64 = 900_000;

const QUARTERS: &str = "SELECT u.session_id AS session, u.at / $3 AS quarter, CAST(SUM(u.added_micros) AS BIGINT) AS micros
        FROM usage_entries u WHERE u.at >= $1 AND u.at < $2 GROUP BY u.session_id, u.at / $3
    UNION ALL SELECT r.session_id, r.started_at / $3, 0 FROM session_runs r WHERE r.started_at >= $1 AND r.started_at < $2
    UNION ALL SELECT s.id, s.created_at / $3, 0 FROM sessions s
        WHERE s.created_at >= $1 AND s.created_at < $2 AND s.id NOT IN (SELECT d.session_id FROM dispatches d)";

/// What was spent on each of these days, and the sessions that cost something, were made, or ran on it. One question for all of them.
pub async fn spent_on(db: &impl ConnectionTrait, days: &[Span]) -> Result<Vec<(Usd, u32)>> {
    let (Some(from), Some(to)) = (days.iter().map(|day| day.0).min(), days.iter().map(|day| day.1).max()) else { return Ok(Vec::new()) };
    let values = [millis(from).into(), millis(to).into(), QUARTER_MILLIS.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), QUARTERS, values);
    let mut found = vec![(0, HashSet::new()); days.len()];
    for row in Quarter::find_by_statement(statement).all(db).await? {
        let at = at_millis(row.quarter * QUARTER_MILLIS);
        if let Some(day) = days.iter().position(|day| (day.0..day.1).contains(&at)) {
            found[day].0 += row.micros;
            found[day].1.extend(row.session);
        }
    }
    let counted =
        |(micros, sessions): (i64, HashSet<String>)| (Usd::from_micros(micros), u32::try_from(sessions.len()).unwrap_or(u32::MAX));
    Ok(found.into_iter().map(counted).collect())
}

/// Those of them whose cost is not known, in whole or in part.
pub async fn unpriced_in(db: &impl ConnectionTrait, span: Span) -> Result<u32> {
    let unknown = "(s.cost_source = 'unpriced' OR (s.cost_micros IS NULL AND s.input_tokens + s.output_tokens > 0))";
    count(db, unknown, span).await
}

async fn count(db: &impl ConnectionTrait, which: &str, span: Span) -> Result<u32> {
    let sql = format!("SELECT COUNT(*) AS n FROM sessions s WHERE {which} AND ({ACTIVE})");
    let found = one_number(db, &sql, [millis(span.0).into(), millis(span.1).into()]).await?;
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

/// Runs of agents that were started in that time.
pub async fn started_in(db: &impl ConnectionTrait, span: Span) -> Result<u32> {
    let sql = "SELECT COUNT(DISTINCT r.session_id) AS n FROM session_runs r WHERE r.started_at >= $1 AND r.started_at < $2";
    let found = one_number(db, sql, [millis(span.0).into(), millis(span.1).into()]).await?;
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

/// Tokens of sessions that were active in that time, without what came from a cache.
pub async fn tokens_in(db: &impl ConnectionTrait, span: Span) -> Result<i64> {
    let sum = "CAST(COALESCE(SUM(s.input_tokens + s.output_tokens + s.cache_write_tokens), 0) AS BIGINT)";
    let sql = format!("SELECT {sum} AS n FROM sessions s WHERE {ACTIVE}");
    one_number(db, &sql, [millis(span.0).into(), millis(span.1).into()]).await
}

#[derive(FromQueryResult)]
struct Id {
    id: String,
}

#[derive(FromQueryResult)]
struct OfAgent {
    agent: String,
    micros: i64,
}

/// What each agent cost in that time, the most first. What no session has was spent by Maestro itself, on questions to models.
pub async fn by_agent(db: &impl ConnectionTrait, span: Span) -> Result<Vec<AgentSpend>> {
    let sql = "SELECT e.agent AS agent, CAST(SUM(e.micros) AS BIGINT) AS micros FROM (
        SELECT CASE WHEN u.session_id IS NULL THEN 'maestro' ELSE COALESCE(s.agent, 'unknown') END AS agent, u.added_micros AS micros
        FROM usage_entries u LEFT JOIN sessions s ON s.id = u.session_id WHERE u.at >= $1 AND u.at < $2) e
        GROUP BY e.agent ORDER BY micros DESC, agent";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [millis(span.0).into(), millis(span.1).into()]);
    let rows = OfAgent::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| AgentSpend { agent: row.agent, spent_usd: Usd::from_micros(row.micros) }).collect())
}

/// Goals that cost something in that time.
pub async fn goals_in(db: &impl ConnectionTrait, span: Span) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT s.goal_id AS id FROM usage_entries u JOIN sessions s ON s.id = u.session_id
        WHERE u.at >= $1 AND u.at < $2 AND s.goal_id IS NOT NULL";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [millis(span.0).into(), millis(span.1).into()]);
    let rows: Vec<Id> = Id::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
