//! What a card or a list shows of many goals, in one query per table.

use super::rows::labels;
use crate::{
    domain::{
        Result, Usd,
        goal::{Goal, GoalSummary, PullCounts, Spend, TaskCounts},
        metric::Metric,
    },
    server::{
        assessments,
        clock::at_millis,
        db::{entities::goal, many, one_of},
        evidence,
    },
};
use futures::try_join;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::collections::HashMap;

#[derive(Debug, FromQueryResult)]
struct Counted {
    goal_id: String,
    word: Option<String>,
    n: i64,
    latest: Option<i64>,
}

#[derive(Debug, FromQueryResult)]
struct Spent {
    goal_id: String,
    sessions: i64,
    running: i64,
    unknown: i64,
    micros: i64,
}

const TASKS: &str = "SELECT goal_id, status AS word, COUNT(*) AS n, MAX(finished_at) AS latest FROM tasks
    WHERE removed_at IS NULL AND status <> 'cancelled' AND goal_id IN (@) GROUP BY goal_id, status";
const BLOCKED: &str = "SELECT t.goal_id, NULL AS word, COUNT(DISTINCT t.id) AS n, NULL AS latest FROM tasks t
    JOIN task_dependencies d ON d.task_id = t.id JOIN tasks o ON o.id = d.depends_on
    WHERE t.removed_at IS NULL AND t.status NOT IN ('done', 'cancelled') AND o.removed_at IS NULL AND o.status NOT IN ('done', 'cancelled')
    AND t.goal_id IN (@) GROUP BY t.goal_id";
const PULLS: &str = "SELECT l.goal_id, a.state AS word, COUNT(*) AS n, MAX(a.merged_at) AS latest FROM artifact_links l
    JOIN artifacts a ON a.id = l.artifact_id
    WHERE l.dismissed_at IS NULL AND a.kind IN ('pr', 'mr') AND l.goal_id IN (@) GROUP BY l.goal_id, a.state";
const SESSIONS: &str = "SELECT goal_id, COUNT(*) AS sessions,
    COUNT(CASE WHEN status IN ('queued', 'starting', 'running', 'waiting-approval', 'stopping') THEN 1 END) AS running,
    COUNT(CASE WHEN cost_micros IS NULL THEN 1 END) AS unknown, CAST(COALESCE(SUM(cost_micros), 0) AS BIGINT) AS micros
    FROM sessions WHERE goal_id IN (@) GROUP BY goal_id";

/// Runs `sql` with the ids in place of its `@`.
async fn of_goals<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, ids: &[String]) -> Result<Vec<T>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let backend = db.get_database_backend();
    let (list, ids) = many(backend, ids);
    let statement = Statement::from_sql_and_values(backend, sql.replace('@', list), [ids]);
    Ok(T::find_by_statement(statement).all(db).await?)
}

/// The goals with their counts, in the order given.
pub async fn summaries(db: &impl ConnectionTrait, rows: Vec<goal::Model>) -> Result<Vec<GoalSummary>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let (mut tasks, mut pulls, spent, metrics, mut assessed) = try_join!(
        task_counts(db, &ids),
        pull_counts(db, &ids),
        of_goals::<Spent>(db, SESSIONS, &ids),
        evidence::metrics_of(db, &ids),
        assessments::assessed_of(db, &ids),
    )?;
    let mut spent: HashMap<String, Spent> = spent.into_iter().map(|s| (s.goal_id.clone(), s)).collect();
    let mut headlines: HashMap<String, Metric> = metrics.into_iter().map(|m| (m.goal_id.0.clone(), m)).collect();
    let summary = |row: goal::Model| {
        let spent = spent.remove(&row.id);
        GoalSummary {
            tasks: tasks.remove(&row.id).unwrap_or_default(),
            pulls: pulls.remove(&row.id).unwrap_or_default(),
            running: spent.as_ref().map_or(0, |s| count(s.running)),
            spend: total(spent.as_ref(), row.imported_micros),
            headline: headlines.remove(&row.id),
            assessed: assessed.remove(&row.id),
            outcomes: labels(&row.outcomes),
            goal: Goal::from(row),
        }
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// Goals by id with their counts, in no order.
pub async fn summaries_of(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<GoalSummary>> {
    let rows = goal::Entity::find().filter(one_of(db.get_database_backend(), "id", ids)).all(db).await?;
    summaries(db, rows).await
}

/// What one goal has cost.
pub async fn spend(db: &impl ConnectionTrait, row: &goal::Model) -> Result<Spend> {
    let spent = of_goals::<Spent>(db, SESSIONS, std::slice::from_ref(&row.id)).await?;
    Ok(total(spent.first(), row.imported_micros))
}

fn total(spent: Option<&Spent>, imported: i64) -> Spend {
    let imported = Usd::from_micros(imported);
    Spend {
        cost_usd: Usd::from_micros(spent.map_or(0, |s| s.micros)) + imported,
        sessions: spent.map_or(0, |s| count(s.sessions)),
        unattributed_usd: imported,
        unknown_cost_sessions: spent.map_or(0, |s| count(s.unknown)),
    }
}

async fn task_counts(db: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, TaskCounts>> {
    let mut counts: HashMap<String, TaskCounts> = HashMap::new();
    let (all, blocked) = try_join!(of_goals::<Counted>(db, TASKS, ids), of_goals::<Counted>(db, BLOCKED, ids))?;
    for row in all {
        let of_goal = counts.entry(row.goal_id).or_default();
        of_goal.total += count(row.n);
        if row.word.as_deref() == Some("done") {
            of_goal.done += count(row.n);
        }
    }
    for row in blocked {
        counts.entry(row.goal_id).or_default().blocked = count(row.n);
    }
    Ok(counts)
}

async fn pull_counts(db: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, PullCounts>> {
    let mut counts: HashMap<String, PullCounts> = HashMap::new();
    for row in of_goals::<Counted>(db, PULLS, ids).await? {
        let of_goal = counts.entry(row.goal_id).or_default();
        of_goal.total += count(row.n);
        match row.word.as_deref() {
            Some("open" | "draft") => of_goal.open += count(row.n),
            Some("merged") => of_goal.merged += count(row.n),
            _ => {}
        }
        of_goal.last_merged_at = of_goal.last_merged_at.max(row.latest.map(at_millis));
    }
    Ok(counts)
}

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(0)
}
