//! Tasks, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, tasks};

use crate::domain::{
    Result,
    task::{NewTask, Task, TaskPatch},
};
use dioxus::prelude::*;

/// Adds a task to a goal.
#[post("/rpc/tasks/add", app: App, who: Caller)]
pub async fn add(goal: String, new: NewTask) -> Result<Vec<Task>> {
    tasks::add(&app, who.may_write()?, goal, vec![new], true).await
}

/// Changes a task.
#[post("/rpc/tasks/change", app: App, who: Caller)]
pub async fn change(id: String, patch: TaskPatch) -> Result<Task> {
    tasks::change(&app, who.may_write()?, id, patch, None).await
}

/// Takes a task away.
#[post("/rpc/tasks/remove", app: App, who: Caller)]
pub async fn remove(id: String) -> Result<()> {
    tasks::remove(&app, who.may_write()?, id).await
}

/// Brings back a task that was taken away; `id` is its id, not its key.
#[post("/rpc/tasks/bring-back", app: App, who: Caller)]
pub async fn bring_back(id: String) -> Result<Task> {
    tasks::bring_back(&app, who.may_write()?, id).await
}
