//! Tasks that start by themselves once what they need is done.

use super::{
    start::{self, Money},
    store, wish,
};
use crate::{
    domain::{
        Error, Result,
        dispatch::NewDispatch,
        task::{Task, TaskStatus},
    },
    server::{App, auth::Caller, db::Tx, evidence, tasks},
};

/// So many sessions that came to nothing, and a task waits for a person.
const FRUITLESS_MOST: usize = 3;

/// Puts every task that is marked so, and ready, into the queue.
pub async fn enqueue_ready(app: &App) -> Result<()> {
    for task in tasks::waiting_to_start(app.store.reader()).await? {
        if let Err(error) = enqueue(app, &task).await {
            // A task that cannot start by itself waits for a person, and holds nobody up.
            tracing::debug!(task = %task.key, %error, "a task could not be started by itself");
        }
    }
    Ok(())
}

async fn enqueue(app: &App, task: &Task) -> Result<()> {
    let db = app.store.reader();
    if is_busy(db, task).await? {
        return Ok(());
    }
    let last = store::last_of(db, task.goal_id.as_str()).await?;
    let new = NewDispatch {
        task_id: Some(task.id.0.clone()),
        // What the goal's last session was allowed to do holds for the next one of the chain.
        auto_approve: last.as_ref().map(|job| job.auto_approve),
        base_branch: last.as_ref().and_then(|job| job.base.clone()),
        priority: last.map_or(0, |job| job.priority),
        ..NewDispatch::default()
    };
    let wish = wish::resolve(app, &new).await?;
    let id = task.id.0.clone();
    let op = async move |tx: &mut Tx| {
        // Read again: this may run more than once at a time.
        let task = tasks::get(tx.db(), &id).await?;
        if !is_ready(&task) || is_busy(tx.db(), &task).await? {
            return Ok(());
        }
        start::enqueue(tx, wish, &new, Money::Later).await.map(drop)
    };
    app.store.write(&Caller::system("queue"), app.clock.now(), op).await
}

fn is_ready(task: &Task) -> bool {
    task.start_when_ready && task.blocked_by.is_empty() && matches!(task.status, TaskStatus::Todo | TaskStatus::Ready)
}

/// It has a session that waits or runs, or had so many that came to nothing that a person has to look.
async fn is_busy(db: &impl sea_orm::ConnectionTrait, task: &Task) -> Result<bool> {
    let sessions = evidence::sessions_of(db, task.goal_id.as_str()).await?;
    let own: Vec<_> = sessions.into_iter().filter(|session| session.task_id.as_ref() == Some(&task.id)).collect();
    if own.iter().any(|session| session.status.is_live()) {
        return Ok(true);
    }
    let work = store::work_of(db, &own).await?;
    let fruitless = own.iter().take_while(|session| work.get(session.id.as_str()).is_some_and(Vec::is_empty)).count();
    if fruitless >= FRUITLESS_MOST {
        return Err(Error::conflict(format!("{fruitless} sessions of {} changed nothing; start it yourself", task.key)));
    }
    Ok(false)
}
