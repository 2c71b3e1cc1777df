//! Tasks in the database.

use crate::{
    domain::{
        Error, GoalId, Result, TaskId,
        id::{self, Keyed},
        task::{Complexity, NewTask, Task, TaskStatus},
    },
    server::{
        clock::{at_millis, millis},
        db::{
            Tx,
            entities::{task, task_dependency},
            new_id,
        },
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use std::collections::{BTreeMap, HashMap, HashSet};

fn plain(row: task::Model) -> Task {
    Task {
        id: row.id.into(),
        key: Keyed::Task.key(row.number),
        goal_id: row.goal_id.into(),
        title: row.title,
        details: row.details,
        complexity: Complexity::parse(&row.complexity).unwrap_or_default(),
        status: TaskStatus::parse(&row.status).unwrap_or_default(),
        estimate_minutes: row.estimate_minutes.and_then(|minutes| i32::try_from(minutes).ok()),
        depends_on: Vec::new(),
        blocked_by: Vec::new(),
        created_at: at_millis(row.created_at),
        updated_at: at_millis(row.updated_at),
        started_at: row.started_at.map(at_millis),
        finished_at: row.finished_at.map(at_millis),
        version: row.version,
        start_when_ready: row.start_when_ready,
    }
}

/// The task with that id or key, if there is one.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<Task>> {
    let name = name.trim();
    let by = match Keyed::Task.number(name) {
        Some(number) => task::Column::Number.eq(number),
        None => task::Column::Id.eq(id::stored(name)),
    };
    let Some(row) = task::Entity::find().filter(by).filter(task::Column::RemovedAt.is_null()).one(db).await? else { return Ok(None) };
    let tasks = of_goal(db, &row.goal_id).await?;
    Ok(tasks.into_iter().find(|t| t.id.as_str() == row.id))
}

/// The task with that id or key.
pub async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Task> {
    find(db, name).await?.ok_or_else(|| Error::not_found(format!("task {}", name.trim())))
}

/// The tasks of a goal with what they wait for, oldest first.
pub async fn of_goal(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Task>> {
    let rows = task::Entity::find().filter(task::Column::GoalId.eq(goal_id)).filter(task::Column::RemovedAt.is_null());
    let mut tasks: Vec<Task> = rows.order_by_asc(task::Column::Number).all(db).await?.into_iter().map(plain).collect();
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let mut waits = waits(db, goal_id).await?;
    let open: HashSet<TaskId> = tasks.iter().filter(|t| !t.status.is_closed()).map(|t| t.id.clone()).collect();
    let known: HashSet<TaskId> = tasks.iter().map(|t| t.id.clone()).collect();
    for task in &mut tasks {
        let on = waits.remove(task.id.as_str()).unwrap_or_default();
        task.depends_on = on.into_iter().map(TaskId).filter(|id| known.contains(id)).collect();
        task.blocked_by = task.depends_on.iter().filter(|id| open.contains(id)).cloned().collect();
    }
    Ok(tasks)
}

/// Tasks that are to start by themselves and wait for nothing any more, oldest first.
pub async fn waiting_to_start(db: &impl ConnectionTrait) -> Result<Vec<Task>> {
    let marked = task::Entity::find().filter(task::Column::StartWhenReady.eq(true)).filter(task::Column::RemovedAt.is_null());
    let open = [TaskStatus::Todo.as_str(), TaskStatus::Ready.as_str()];
    let rows = marked.filter(task::Column::Status.is_in(open)).order_by_asc(task::Column::Number).all(db).await?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(find(db, &row.id).await?.filter(|task| task.blocked_by.is_empty()));
    }
    Ok(found)
}

/// What each task of a goal waits for.
pub async fn waits(db: &impl ConnectionTrait, goal_id: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let of_goal = Query::select().column(task::Column::Id).from(task::Entity).and_where(task::Column::GoalId.eq(goal_id)).to_owned();
    let rows = task_dependency::Entity::find().filter(task_dependency::Column::TaskId.in_subquery(of_goal));
    let mut waits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.order_by_asc(task_dependency::Column::DependsOn).all(db).await? {
        waits.entry(row.task_id).or_default().push(row.depends_on);
    }
    Ok(waits)
}

/// Adds a task that was checked; what it waits for is set apart.
pub async fn insert(tx: &Tx, goal_id: &GoalId, new: &NewTask) -> Result<TaskId> {
    let now = millis(tx.now());
    let status = new.status.unwrap_or_default();
    let id = new_id();
    let row = task::ActiveModel {
        id: Set(id.clone()),
        number: Set(tx.next_number(Keyed::Task).await?),
        goal_id: Set(goal_id.0.clone()),
        title: Set(new.title.clone()),
        details: Set(new.details.clone()),
        complexity: Set(new.complexity.unwrap_or_default().as_str().into()),
        status: Set(status.as_str().into()),
        estimate_minutes: Set(new.estimate_minutes.map(Into::into)),
        created_at: Set(now),
        updated_at: Set(now),
        started_at: Set((status == TaskStatus::Running).then_some(now)),
        finished_at: Set((status == TaskStatus::Done).then_some(now)),
        removed_at: Set(None),
        version: Set(1),
        start_when_ready: Set(new.start_when_ready),
    };
    row.insert(tx.db()).await?;
    Ok(TaskId(id))
}

/// Writes back a changed task as its next version; times follow the status.
pub async fn save(db: &impl ConnectionTrait, before: &Task, after: &Task, now: DateTime<Utc>) -> Result<()> {
    let first_run = after.status == TaskStatus::Running && before.started_at.is_none();
    let started = if first_run { Some(now) } else { before.started_at };
    let finished = match (after.status, before.finished_at) {
        (TaskStatus::Done, None) => Some(now),
        (TaskStatus::Done, done) => done,
        _ => None,
    };
    let row = task::ActiveModel {
        id: Set(after.id.0.clone()),
        title: Set(after.title.clone()),
        details: Set(after.details.clone()),
        complexity: Set(after.complexity.as_str().into()),
        status: Set(after.status.as_str().into()),
        estimate_minutes: Set(after.estimate_minutes.map(Into::into)),
        start_when_ready: Set(after.start_when_ready),
        updated_at: Set(millis(now)),
        started_at: Set(started.map(millis)),
        finished_at: Set(finished.map(millis)),
        version: Set(before.version + 1),
        ..Default::default()
    };
    row.update(db).await?;
    Ok(())
}

/// Sets what a task waits for.
pub async fn set_waits(db: &impl ConnectionTrait, id: &TaskId, on: &[TaskId]) -> Result<()> {
    task_dependency::Entity::delete_many().filter(task_dependency::Column::TaskId.eq(id.as_str())).exec(db).await?;
    let on: HashSet<&TaskId> = on.iter().collect();
    let rows = on.into_iter().map(|o| task_dependency::ActiveModel { task_id: Set(id.0.clone()), depends_on: Set(o.0.clone()) });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        task_dependency::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
}

/// Takes a task away, or without a time brings it back; its row stays, nothing is hard-deleted.
pub async fn set_removed(db: &impl ConnectionTrait, id: &TaskId, at: Option<DateTime<Utc>>) -> Result<()> {
    let all = task::Entity::update_many().filter(task::Column::Id.eq(id.as_str()));
    all.col_expr(task::Column::RemovedAt, Expr::value(at.map(millis))).exec(db).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Numbered {
    id: String,
    number: i64,
}

/// The keys of these tasks, by id.
pub async fn keys(db: &impl ConnectionTrait, ids: &[&str]) -> Result<HashMap<String, String>> {
    let rows = task::Entity::find().filter(task::Column::Id.is_in(ids.iter().copied()));
    let rows: Vec<Numbered> = rows.select_only().columns([task::Column::Id, task::Column::Number]).into_model().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, Keyed::Task.key(row.number))).collect())
}
