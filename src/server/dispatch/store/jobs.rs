//! What is known of each of them.

use super::word::{json, of_json, of_word, word};
use crate::{
    domain::{Error, Result, Usd, dispatch::Limits},
    server::{
        budget::Reserved,
        clock::{at_millis, millis},
        db::{self, Tx, entities::dispatch, one_number},
        dispatch::job::Job,
        evidence,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, Statement};
use std::collections::HashMap;

/// Adds a new one.
pub async fn insert(tx: &Tx, job: &Job) -> Result<()> {
    db::insert(tx.db(), row(job).into_active_model().reset_all()).await?;
    Ok(())
}

/// Writes one back, with its session, and books what it cost.
pub async fn save(tx: &Tx, job: &Job) -> Result<()> {
    db::update(tx.db(), row(job)).await?;
    evidence::save_session(tx, &job.session).await
}

/// The session with that id or key, if Maestro started it.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<Job>> {
    let session = evidence::session(db, name).await?;
    let row = dispatch::Entity::find_by_id(session.id.as_str()).one(db).await?;
    Ok(row.map(|row| plain(session, row)))
}

/// The session with that id or key; 409 where Maestro did not start it.
pub async fn job(db: &impl ConnectionTrait, name: &str) -> Result<Job> {
    let found = find(db, name).await?;
    found.ok_or_else(|| Error::conflict(format!("{} was not started here: it only reported", name.trim())))
}

#[derive(FromQueryResult)]
struct Id {
    id: String,
}

const QUEUED: &str = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id
    WHERE s.status = 'queued' ORDER BY d.priority DESC, COALESCE(d.position, 9223372036854775807), s.number";
const LIVE: &str = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id
    WHERE s.status IN ('starting', 'running', 'waiting-approval', 'stopping') ORDER BY s.number";

/// Those that wait, in the order in which they start.
pub async fn queued(db: &impl ConnectionTrait) -> Result<Vec<Job>> {
    all(db, QUEUED, []).await
}

/// Those whose agent runs, or is about to.
pub async fn live(db: &impl ConnectionTrait) -> Result<Vec<Job>> {
    all(db, LIVE, []).await
}

/// How many those are.
pub async fn count_live(db: &impl ConnectionTrait) -> Result<u32> {
    let sql = "SELECT COUNT(*) AS n FROM sessions s JOIN dispatches d ON d.session_id = s.id
        WHERE s.status IN ('starting', 'running', 'waiting-approval', 'stopping')";
    Ok(u32::try_from(one_number(db, sql, []).await?).unwrap_or(u32::MAX))
}

/// How much fits into the context of that model, as that agent last said in any session.
pub async fn told_window(db: &impl ConnectionTrait, agent: &str, model: &str) -> Result<Option<i64>> {
    let sql = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id
        WHERE s.agent = $1 AND s.model = $2 AND d.context_window IS NOT NULL ORDER BY s.number DESC LIMIT 1";
    Ok(all(db, sql, [agent.into(), model.into()]).await?.first().and_then(|job| job.context_window))
}

/// The newest session of a goal, or of the whole house, that a person started.
pub async fn last_of(db: &impl ConnectionTrait, goal: &str) -> Result<Option<Job>> {
    let sql = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id WHERE s.goal_id = $1 ORDER BY s.number DESC LIMIT 1";
    Ok(all(db, sql, [goal.into()]).await?.into_iter().next())
}

/// Those that ended before `at` and still have a worktree.
pub async fn with_worktrees(db: &impl ConnectionTrait, at: DateTime<Utc>) -> Result<Vec<Job>> {
    let sql = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id
        WHERE s.ended_at < $1 AND d.worktree IS NOT NULL AND d.tidied_at IS NULL ORDER BY s.number";
    let found = all(db, sql, [millis(at).into()]).await?;
    Ok(found.into_iter().filter(|job| !job.session.status.is_live()).collect())
}

/// Those that are done and whose branch waits to be pushed by itself, longest waiting first.
pub async fn to_deliver(db: &impl ConnectionTrait) -> Result<Vec<Job>> {
    let sql = "SELECT s.id FROM sessions s JOIN dispatches d ON d.session_id = s.id
        WHERE d.deliver_since IS NOT NULL AND s.status = 'succeeded' ORDER BY d.deliver_since, s.number";
    all(db, sql, []).await
}

async fn all<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [sea_orm::Value; N]) -> Result<Vec<Job>> {
    let ids = Id::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let ids: Vec<String> = ids.into_iter().map(|row| row.id).collect();
    let rows = dispatch::Entity::find().filter(dispatch::Column::SessionId.is_in(&ids)).all(db).await?;
    let mut rows: HashMap<String, dispatch::Model> = rows.into_iter().map(|row| (row.session_id.clone(), row)).collect();
    let sessions = evidence::sessions_named(db, &ids).await?;
    let joined = sessions.into_iter().filter_map(|session| {
        let row = rows.remove(session.id.as_str())?;
        Some(plain(session, row))
    });
    Ok(joined.collect())
}

pub(super) fn plain(session: crate::domain::session::Session, row: dispatch::Model) -> Job {
    Job {
        session,
        repo: row.repo,
        base: row.base,
        base_sha: row.base_sha,
        branch: row.branch,
        worktree: row.worktree.map(Into::into),
        prompt: row.prompt,
        auto_approve: of_word(&row.auto_approve).unwrap_or_default(),
        rule: row.rule,
        priority: i32::try_from(row.priority).unwrap_or_default(),
        automatic: row.automatic,
        not_before: row.not_before.map(at_millis),
        waits_for: row.waits_for,
        limits: Limits {
            cost_micros: row.limit_micros,
            tokens: row.limit_tokens,
            seconds: row.limit_seconds.and_then(|seconds| u64::try_from(seconds).ok()),
        },
        reserved: Reserved { cost: row.reserved_micros.map(Usd::from_micros), tokens: row.reserved_tokens },
        run: u32::try_from(row.run).unwrap_or_default(),
        pid: row.pid.and_then(|pid| u32::try_from(pid).ok()),
        next: row.pending.as_deref().and_then(of_json).unwrap_or_default(),
        failures: u32::try_from(row.failures).unwrap_or_default(),
        failure: row.failure.as_deref().and_then(of_word),
        exit_reason: row.exit_reason,
        activity: row.activity,
        denials: u32::try_from(row.denials).unwrap_or_default(),
        commits: row.commits.as_deref().and_then(of_json).unwrap_or_default(),
        fingerprint: row.fingerprint,
        unchanged: u32::try_from(row.unchanged).unwrap_or_default(),
        stop_asked_at: row.stop_asked_at.map(at_millis),
        tidied_at: row.tidied_at.map(at_millis),
        deliver_since: row.deliver_since.map(at_millis),
        delivered: row.delivered.as_deref().and_then(of_json),
        context_tokens: row.context_tokens,
        context_window: row.context_window,
        position: row.position,
    }
}

fn row(job: &Job) -> dispatch::Model {
    dispatch::Model {
        session_id: job.session.id.0.clone(),
        repo: job.repo.clone(),
        base: job.base.clone(),
        base_sha: job.base_sha.clone(),
        branch: job.branch.clone(),
        worktree: job.worktree.as_ref().map(|path| path.to_string_lossy().into_owned()),
        prompt: job.prompt.clone(),
        auto_approve: word(&job.auto_approve),
        rule: job.rule.clone(),
        priority: job.priority.into(),
        automatic: job.automatic,
        not_before: job.not_before.map(millis),
        waits_for: job.waits_for.clone(),
        limit_micros: job.limits.cost_micros,
        limit_tokens: job.limits.tokens,
        limit_seconds: job.limits.seconds.and_then(|seconds| i64::try_from(seconds).ok()),
        reserved_micros: job.reserved.cost.map(Usd::micros),
        reserved_tokens: job.reserved.tokens,
        run: job.run.into(),
        pid: job.pid.map(Into::into),
        pending: Some(json(&job.next)),
        failures: job.failures.into(),
        failure: job.failure.as_ref().map(word),
        exit_reason: job.exit_reason.clone(),
        activity: job.activity.clone(),
        denials: job.denials.into(),
        commits: Some(json(&job.commits)),
        fingerprint: job.fingerprint.clone(),
        unchanged: job.unchanged.into(),
        stop_asked_at: job.stop_asked_at.map(millis),
        tidied_at: job.tidied_at.map(millis),
        deliver_since: job.deliver_since.map(millis),
        delivered: job.delivered.as_ref().map(json),
        context_tokens: job.context_tokens,
        context_window: job.context_window,
        position: job.position,
    }
}
