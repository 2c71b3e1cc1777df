//! What people and agents do with tasks.

use super::store;
use crate::{
    domain::{
        Error, GoalId, Result, TaskId, change,
        goal::Goal,
        task::{NewTask, Task, TaskPatch, cycle},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        goals,
        search::{self, Doc, Kind},
    },
};

/// The most tasks in one request.
const MOST: usize = 200;

/// Adds tasks to a goal, all or none. `single` says whether the body was one task, which changes the pointers of errors.
pub async fn add(app: &App, who: &Caller, goal: String, new: Vec<NewTask>, single: bool) -> Result<Vec<Task>> {
    if new.is_empty() || new.len() > MOST {
        return Err(Error::invalid("", format!("send between 1 and {MOST} tasks")));
    }
    let at = |i: usize| if single { String::new() } else { format!("/{i}") };
    let new = new.into_iter().enumerate().map(|(i, task)| task.check(&at(i))).collect::<Result<Vec<_>>>()?;
    let added = app.store.write(who, app.clock.now(), async move |tx| insert(tx, &goal, &new, single).await).await?;
    app.queue.notify_one();
    Ok(added)
}

async fn insert(tx: &mut Tx, goal: &str, new: &[NewTask], single: bool) -> Result<Vec<Task>> {
    let goal = goals::get(tx.db(), goal).await?;
    let mut ids: Vec<TaskId> = Vec::new();
    for task in new {
        ids.push(store::insert(tx, &goal.id, task).await?);
    }
    for (i, task) in new.iter().enumerate() {
        let at = if single { String::new() } else { format!("/{i}") };
        let waits = resolve(tx, &goal.id, &task.depends_on, &ids, &at).await?;
        store::set_waits(tx.db(), &ids[i], &waits).await?;
    }
    let names: Vec<(TaskId, String)> = ids.iter().cloned().zip(new.iter().map(|t| t.title.clone())).collect();
    refuse_cycle(tx, &goal.id, if single { "/dependsOn" } else { "" }, &names).await?;
    let tasks = store::of_goal(tx.db(), goal.id.as_str()).await?;
    let added: Vec<Task> = ids.iter().filter_map(|id| tasks.iter().find(|t| t.id == *id).cloned()).collect();
    for task in &added {
        index(tx, task).await?;
        record(tx, "task.created", &goal, task, format!("added {} {}", task.key, task.title)).await?;
    }
    goals::touch(tx, &goal.id).await?;
    Ok(added)
}

/// Changes what the patch names; with `seen`, only if the task is still at that version.
pub async fn change(app: &App, who: &Caller, name: String, patch: TaskPatch, seen: Option<i64>) -> Result<Task> {
    let patch = patch.check()?;
    let task = app.store.write(who, app.clock.now(), async move |tx| update(tx, &name, patch, seen).await).await?;
    app.queue.notify_one();
    Ok(task)
}

/// Changes a task within a transaction.
pub async fn update(tx: &mut Tx, name: &str, patch: TaskPatch, seen: Option<i64>) -> Result<Task> {
    let before = store::get(tx.db(), name).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale { message: format!("{} was changed meanwhile; read it again", before.key), missing: false });
    }
    let goal = goals::get(tx.db(), before.goal_id.as_str()).await?;
    let mut after = before.clone();
    after.title = patch.title.unwrap_or(after.title);
    after.details = patch.details.unwrap_or(after.details);
    after.complexity = patch.complexity.unwrap_or(after.complexity);
    after.status = patch.status.unwrap_or(after.status);
    after.start_when_ready = patch.start_when_ready.unwrap_or(after.start_when_ready);
    after.estimate_minutes = patch.estimate_minutes.unwrap_or(after.estimate_minutes);
    store::save(tx.db(), &before, &after, tx.now()).await?;
    if let Some(names) = patch.depends_on {
        let waits = resolve(tx, &goal.id, &names, &[], "").await?;
        store::set_waits(tx.db(), &before.id, &waits).await?;
        refuse_cycle(tx, &goal.id, "/dependsOn", &[]).await?;
    }
    goals::touch(tx, &goal.id).await?;
    let task = store::get(tx.db(), before.id.as_str()).await?;
    index(tx, &task).await?;
    record(tx, "task.updated", &goal, &task, change::of_task(&before, &task)).await?;
    Ok(task)
}

/// Takes a task away.
pub async fn remove(app: &App, who: &Caller, name: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let task = store::get(tx.db(), &name).await?;
        let goal = goals::get(tx.db(), task.goal_id.as_str()).await?;
        store::set_removed(tx.db(), &task.id, Some(tx.now())).await?;
        search::remove(tx.db(), Kind::Task, task.id.as_str()).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "task.removed", &goal, &task, format!("removed {} {}", task.key, task.title)).await
    };
    app.store.write(who, app.clock.now(), op).await?;
    app.queue.notify_one();
    Ok(())
}

/// Brings back a task that was taken away, with what it waits for.
pub async fn bring_back(app: &App, who: &Caller, id: String) -> Result<Task> {
    let op = async move |tx: &mut Tx| {
        store::set_removed(tx.db(), &TaskId(id.clone()), None).await?;
        let task = store::get(tx.db(), &id).await?;
        let goal = goals::get(tx.db(), task.goal_id.as_str()).await?;
        index(tx, &task).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "task.restored", &goal, &task, format!("brought back {} {}", task.key, task.title)).await?;
        Ok(task)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// The tasks that `dependsOn` names: ids, keys, or `#0` for one of the same request.
async fn resolve(tx: &Tx, goal: &GoalId, names: &[String], same: &[TaskId], at: &str) -> Result<Vec<TaskId>> {
    let mut found = Vec::new();
    for (j, name) in names.iter().enumerate() {
        let bad = |why: String| Error::invalid(format!("{at}/dependsOn/{j}"), why);
        if let Some(place) = name.strip_prefix('#') {
            let id = place.parse::<usize>().ok().and_then(|i| same.get(i));
            found.push(id.cloned().ok_or_else(|| bad(format!("{name} is not a task of this request")))?);
            continue;
        }
        let task = store::find(tx.db(), name).await?.ok_or_else(|| bad(format!("there is no task {name}")))?;
        if task.goal_id != *goal {
            return Err(bad(format!("{} belongs to another goal", task.key)));
        }
        found.push(task.id);
    }
    Ok(found)
}

/// Refuses a circle among the tasks of a goal and names it; `new` are the titles of tasks that nobody has seen yet.
async fn refuse_cycle(tx: &Tx, goal: &GoalId, pointer: &str, new: &[(TaskId, String)]) -> Result<()> {
    let waits = store::waits(tx.db(), goal.as_str()).await?;
    let graph = waits.iter().map(|(task, on)| (task.as_str(), on.iter().map(String::as_str).collect())).collect();
    let Some(circle) = cycle(&graph) else { return Ok(()) };
    let keys = store::keys(tx.db(), &circle).await?;
    let name = |id: &&str| match new.iter().find(|(task, _)| task.as_str() == *id) {
        Some((_, title)) => format!("“{title}”"),
        None => keys.get(*id).cloned().unwrap_or_default(),
    };
    let way: Vec<String> = circle.iter().map(name).collect();
    Err(Error::invalid(pointer, format!("tasks would wait for each other in a circle: {}", way.join(" → "))))
}

async fn index(tx: &Tx, task: &Task) -> Result<()> {
    let body = task.details.as_deref().unwrap_or_default();
    let doc = Doc {
        kind: Kind::Task,
        record_id: task.id.as_str(),
        goal_id: Some(task.goal_id.as_str()),
        key: Some(&task.key),
        title: &task.title,
        body,
    };
    search::put(tx.db(), doc).await
}

async fn record(tx: &mut Tx, kind: &str, goal: &Goal, task: &Task, summary: String) -> Result<()> {
    let (goal, subject) = (Some(goal.id.as_str()), Some(task.id.as_str()));
    tx.record(Change { kind, goal_id: goal, subject_id: subject, summary, ..Default::default() }).await
}
