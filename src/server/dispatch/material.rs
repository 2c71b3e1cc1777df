//! What goes into a prompt beside the wish.

use crate::{
    domain::{
        Error, Result, TaskId,
        dispatch::{NewDispatch, prompt::Material},
        goal::Goal,
        session::Session,
        task::Task,
    },
    server::{evidence, goals, jira, tasks},
};
use sea_orm::ConnectionTrait;

/// Everything that the goal, the task and the wish bring.
pub async fn gather(db: &impl ConnectionTrait, new: &NewDispatch, goal: &Goal, task: Option<&Task>) -> Result<Material> {
    let (_, context) = goals::context(db, goal.id.as_str()).await?;
    let mut before = match task {
        Some(task) => left_by_dependencies(db, goal, task).await?,
        None => Vec::new(),
    };
    for (i, name) in new.context.sessions.iter().enumerate() {
        let session = evidence::session(db, name).await;
        let session = session.map_err(|_| Error::invalid(format!("/context/sessions/{i}"), format!("there is no session {name}")))?;
        before.extend(left_by(&session));
    }
    let mut urls = new.context.urls.clone();
    urls.extend(goal.jira_url.clone());
    Ok(Material {
        goal: Some((goal.key.clone(), goal.title.clone())),
        goal_description: goal.description.clone(),
        task: task.map(|task| (task.key.clone(), task.title.clone())),
        task_details: task.and_then(|task| task.details.clone()),
        wish: new.prompt.clone(),
        context,
        before,
        files: new.context.files.clone(),
        urls,
        outside: outside(new.context.text.clone(), jira::text_of(db, goal.id.as_str()).await?),
        reports: true,
    })
}

/// What the newest session of each task that this one needs has left.
async fn left_by_dependencies(db: &impl ConnectionTrait, goal: &Goal, task: &Task) -> Result<Vec<(String, String, String)>> {
    if task.depends_on.is_empty() {
        return Ok(Vec::new());
    }
    let sessions = evidence::sessions_of(db, goal.id.as_str()).await?;
    let all = tasks::of_goal(db, goal.id.as_str()).await?;
    let told = |id: &TaskId| {
        let needed = all.iter().find(|task| task.id == *id)?;
        let session = sessions.iter().find(|session| session.task_id.as_ref() == Some(id) && session.output.is_some())?;
        Some((needed.key.clone(), needed.title.clone(), session.output.clone()?))
    };
    Ok(task.depends_on.iter().filter_map(told).collect())
}

/// What the person gave and what the Jira issue says; both are told as data.
fn outside(given: Option<String>, jira: Option<String>) -> Option<String> {
    let all: Vec<String> = [given, jira].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}

fn left_by(session: &Session) -> Option<(String, String, String)> {
    let title = session.summary.clone().unwrap_or_default();
    let output = session.output.clone().or_else(|| session.summary.clone())?;
    Some((session.key.clone(), title, output))
}
