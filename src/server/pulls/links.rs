//! Links changes to goals by the markers that they carry.

use super::store;
use crate::{
    domain::{
        ArtifactId, Error, Result, TaskId,
        artifact::NewArtifact,
        goal::Goal,
        marker::{self, Mark, Texts},
    },
    server::{db::Tx, evidence, goals, tasks},
};

/// A goal that a marker names, and why.
pub(super) struct Target {
    pub goal: Goal,
    pub task: Option<TaskId>,
    pub reason: &'static str,
}

/// The goals that the markers in `texts` name and that exist; each once, by its most telling marker.
pub(super) async fn targets(tx: &Tx, texts: Texts<'_>) -> Result<Vec<Target>> {
    let mut found: Vec<Target> = Vec::new();
    for marker in marker::find(texts) {
        for (goal, task) in named(tx, &marker.mark).await? {
            let reason = marker.place.reason();
            match found.iter_mut().find(|t| t.goal.id == goal.id) {
                // A later marker may still name the task.
                Some(known) => known.task = known.task.take().or(task),
                None => found.push(Target { goal, task, reason }),
            }
        }
    }
    Ok(found)
}

/// Links an artifact, which may not be known yet, to what its markers name. What was linked before stays as it is, above
/// all if a person undid it.
pub(super) async fn link(tx: &mut Tx, known: Option<&ArtifactId>, new: &NewArtifact, targets: &[Target]) -> Result<Option<ArtifactId>> {
    let mut id = known.cloned();
    for Target { goal, task, reason } in targets {
        if let Some(id) = &id
            && store::was_linked(tx.db(), id, &goal.id).await?
        {
            continue;
        }
        id = Some(evidence::link(tx, goal, new, task.as_ref(), None, (reason, false)).await?);
    }
    Ok(id)
}

async fn named(tx: &Tx, mark: &Mark) -> Result<Vec<(Goal, Option<TaskId>)>> {
    let ids: Vec<(String, Option<TaskId>)> = match mark {
        Mark::Goal(number) => vec![(crate::domain::id::Keyed::Goal.key(*number), None)],
        Mark::GoalId(id) => vec![(id.clone(), None)],
        Mark::Task(number) => of_task(tx, &crate::domain::id::Keyed::Task.key(*number)).await?,
        Mark::TaskId(id) => of_task(tx, id).await?,
        Mark::Jira(key) => store::goals_with_jira(tx.db(), key).await?.into_iter().map(|id| (id.0, None)).collect(),
    };
    let mut found = Vec::new();
    for (name, task) in ids {
        match goals::get(tx.db(), &name).await {
            Ok(goal) if goal.archived_at.is_none() => found.push((goal, task)),
            // An archived goal takes nothing more; a key that names nothing is just a word.
            Ok(_) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

async fn of_task(tx: &Tx, name: &str) -> Result<Vec<(String, Option<TaskId>)>> {
    Ok(tasks::find(tx.db(), name).await?.into_iter().map(|task| (task.goal_id.0, Some(task.id))).collect())
}
