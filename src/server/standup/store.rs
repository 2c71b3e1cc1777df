//! What a standup asks of the database.

use crate::{
    domain::{
        Result, artifact::PullState, goal::GoalStatus, id::Keyed, report::ReportOutcome, session::SessionStatus, standup::Line,
        task::TaskStatus,
    },
    server::{
        clock::{at_millis, millis},
        db::entities::{artifact, artifact_link, goal, session, task, task_dependency, update},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;

/// The goals that a standup speaks of, by id.
pub type Goals = HashMap<String, goal::Model>;

/// From when to when, in milliseconds; the end is not part of it.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    /// Between two times.
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { from: millis(from), to: millis(to) }
    }
}

/// The goals outside the archive; of one owner, if given.
pub async fn goals(db: &impl ConnectionTrait, owner: Option<&str>) -> Result<Goals> {
    let mut goals = goal::Entity::find().filter(goal::Column::ArchivedAt.is_null()).filter(goal::Column::Example.eq(false));
    if let Some(owner) = owner {
        goals = goals.filter(goal::Column::OwnerId.eq(owner));
    }
    Ok(goals.all(db).await?.into_iter().map(|goal| (goal.id.clone(), goal)).collect())
}

fn line(goals: &Goals, goal_id: &str, text: String, evidence: String, url: Option<String>, at: i64) -> Option<Line> {
    let goal = goals.get(goal_id)?;
    let key = Keyed::Goal.key(goal.number);
    let url = url.unwrap_or_else(|| format!("/goals/{key}"));
    Some(Line { goal_id: Some(goal.id.clone().into()), goal_key: Some(key), text, evidence, url, at: at_millis(at) })
}

async fn task_lines(db: &impl ConnectionTrait, goals: &Goals, tasks: Select<task::Entity>) -> Result<Vec<Line>> {
    let rows = tasks.filter(task::Column::RemovedAt.is_null()).order_by_asc(task::Column::UpdatedAt).all(db).await?;
    let of = |row: task::Model| {
        let text = format!("{} {}", Keyed::Task.key(row.number), row.title);
        line(goals, &row.goal_id, text, row.id, None, row.finished_at.unwrap_or(row.updated_at))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Tasks that were finished in that time.
pub async fn finished(db: &impl ConnectionTrait, goals: &Goals, span: Span) -> Result<Vec<Line>> {
    let tasks = task::Entity::find().filter(task::Column::Status.eq(TaskStatus::Done.as_str()));
    let tasks = tasks.filter(task::Column::FinishedAt.gte(span.from)).filter(task::Column::FinishedAt.lt(span.to));
    task_lines(db, goals, tasks).await
}

/// Tasks in one of these states.
pub async fn tasks_in(db: &impl ConnectionTrait, goals: &Goals, states: &[TaskStatus]) -> Result<Vec<Line>> {
    let words = states.iter().map(|s| s.as_str());
    task_lines(db, goals, task::Entity::find().filter(task::Column::Status.is_in(words))).await
}

/// Tasks of goals in progress that wait for nothing.
pub async fn unblocked(db: &impl ConnectionTrait, goals: &Goals) -> Result<Vec<Line>> {
    let closed = [TaskStatus::Done.as_str(), TaskStatus::Cancelled.as_str()];
    let open = Query::select()
        .column(task::Column::Id)
        .from(task::Entity)
        .and_where(Expr::col(task::Column::Status).is_not_in(closed))
        .and_where(Expr::col(task::Column::RemovedAt).is_null())
        .to_owned();
    let held = Query::select()
        .column(task_dependency::Column::TaskId)
        .from(task_dependency::Entity)
        .and_where(Expr::col(task_dependency::Column::DependsOn).in_subquery(open))
        .to_owned();
    let waiting = [TaskStatus::Todo.as_str(), TaskStatus::Ready.as_str()];
    let tasks = task::Entity::find().filter(task::Column::Status.is_in(waiting)).filter(task::Column::Id.not_in_subquery(held));
    let in_progress: Goals =
        goals.iter().filter(|(_, g)| g.status == GoalStatus::InProgress.as_str()).map(|(id, g)| (id.clone(), g.clone())).collect();
    task_lines(db, &in_progress, tasks).await
}

/// Pull and merge requests that were merged in that time.
pub async fn merged(db: &impl ConnectionTrait, goals: &Goals, span: Span) -> Result<Vec<Line>> {
    let pulls = artifact::Entity::find().filter(artifact::Column::State.eq(PullState::Merged.as_str()));
    let pulls = pulls.filter(artifact::Column::MergedAt.gte(span.from)).filter(artifact::Column::MergedAt.lt(span.to));
    let pulls: HashMap<String, artifact::Model> = pulls.all(db).await?.into_iter().map(|pull| (pull.id.clone(), pull)).collect();
    let links = artifact_link::Entity::find().filter(artifact_link::Column::DismissedAt.is_null());
    let links = links.filter(artifact_link::Column::ArtifactId.is_in(pulls.keys())).all(db).await?;
    let of = |link: artifact_link::Model| {
        let pull = pulls.get(&link.artifact_id)?;
        let name = pull.number.map(|n| format!(" #{n}")).unwrap_or_default();
        line(goals, &link.goal_id, format!("{}{name}", pull.title), pull.id.clone(), pull.url.clone(), pull.merged_at.unwrap_or(0))
    };
    Ok(links.into_iter().filter_map(of).collect())
}

/// Work that agents reported with that outcome in that time, apart from tasks, which speak for themselves.
pub async fn reported(db: &impl ConnectionTrait, goals: &Goals, span: Span, outcome: ReportOutcome) -> Result<Vec<Line>> {
    let updates = update::Entity::find().filter(update::Column::Outcome.eq(outcome.as_str())).filter(update::Column::TaskId.is_null());
    let updates = updates.filter(update::Column::CreatedAt.gte(span.from)).filter(update::Column::CreatedAt.lt(span.to));
    let rows = updates.order_by_asc(update::Column::CreatedAt).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| line(goals, &row.goal_id, row.summary, row.id, None, row.created_at)).collect())
}

/// Sessions that run now.
pub async fn running(db: &impl ConnectionTrait, goals: &Goals) -> Result<Vec<Line>> {
    let live = SessionStatus::ALL.into_iter().filter(|s| s.is_live()).map(SessionStatus::as_str);
    let rows = session::Entity::find().filter(session::Column::Status.is_in(live)).order_by_asc(session::Column::CreatedAt).all(db).await?;
    let of = |row: session::Model| {
        let agent = row.agent.unwrap_or_else(|| "an agent".into());
        let text = format!("{agent}: {}", row.summary.unwrap_or_else(|| Keyed::Session.key(row.number)));
        line(goals, &row.goal_id?, text, row.id, None, row.updated_at)
    };
    Ok(rows.into_iter().filter_map(of).collect())
}
