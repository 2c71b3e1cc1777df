//! Sessions with the names of what belongs to them.

use super::{super::job::Job, jobs, models, word::of_json};
use crate::{
    domain::{
        Result, TaskId,
        artifact::ArtifactType,
        id::Keyed,
        reference::Reference,
        session::{Session, SessionView},
        work::Commit,
    },
    server::db::entities::{approval, artifact, artifact_link, dispatch, goal, task},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// These sessions, in their order.
pub async fn views(db: &impl ConnectionTrait, sessions: Vec<Session>) -> Result<Vec<SessionView>> {
    let ids: Vec<&str> = sessions.iter().map(|session| session.id.as_str()).collect();
    let jobs = dispatch::Entity::find().filter(dispatch::Column::SessionId.is_in(ids.clone())).all(db).await?;
    let mut jobs: HashMap<String, dispatch::Model> = jobs.into_iter().map(|row| (row.session_id.clone(), row)).collect();
    let goals = sessions.iter().filter_map(|session| session.goal_id.as_ref()).map(crate::domain::GoalId::as_str);
    let goals = goal::Entity::find().filter(goal::Column::Id.is_in(goals)).all(db).await?;
    let goals: HashMap<String, goal::Model> = goals.into_iter().map(|row| (row.id.clone(), row)).collect();
    let tasks = sessions.iter().filter_map(|session| session.task_id.as_ref()).map(TaskId::as_str);
    let tasks = task::Entity::find().filter(task::Column::Id.is_in(tasks)).all(db).await?;
    let tasks: HashMap<String, task::Model> = tasks.into_iter().map(|row| (row.id.clone(), row)).collect();
    let waiting = approval::Entity::find().filter(approval::Column::SessionId.is_in(ids)).filter(approval::Column::Status.eq("pending"));
    let mut asks: HashMap<String, u32> = HashMap::new();
    for row in waiting.all(db).await? {
        *asks.entry(row.session_id).or_default() += 1;
    }
    let mut pulls = pulls(db, &sessions).await?;
    let mut models = models::models(db, &sessions).await?;
    let view = |session: Session| {
        let goal = session.goal_id.as_ref().and_then(|id| goals.get(id.as_str()));
        let task = session.task_id.as_ref().and_then(|id| tasks.get(id.as_str()));
        let job = jobs.remove(session.id.as_str()).map(|row| jobs::plain(session.clone(), row));
        SessionView {
            started: job.as_ref().map(Job::started),
            pulls: requests(pulls.remove(session.id.as_str()).unwrap_or_default(), job.as_ref()),
            models: models.remove(session.id.as_str()).unwrap_or_default(),
            commits: job.map(|job| job.commits).unwrap_or_default(),
            pending_approvals: asks.remove(session.id.as_str()).unwrap_or_default(),
            goal_key: goal.map(|goal| Keyed::Goal.key(goal.number)),
            goal_title: goal.map(|goal| goal.title.clone()),
            task_key: task.map(|task| Keyed::Task.key(task.number)),
            task_title: task.map(|task| task.title.clone()),
            session,
        }
    };
    Ok(sessions.into_iter().map(view).collect())
}

/// The addresses of the requests that are linked to these sessions, newest first.
async fn pulls(db: &impl ConnectionTrait, sessions: &[Session]) -> Result<HashMap<String, Vec<String>>> {
    let ids = sessions.iter().map(|session| session.id.as_str());
    let links = artifact_link::Entity::find().filter(artifact_link::Column::SessionId.is_in(ids));
    let links = links.filter(artifact_link::Column::DismissedAt.is_null());
    let links = links.order_by_desc(artifact_link::Column::CreatedAt).order_by_desc(artifact_link::Column::ArtifactId).all(db).await?;
    let kinds = [ArtifactType::Pr, ArtifactType::Mr].map(ArtifactType::as_str);
    let rows = artifact::Entity::find().filter(artifact::Column::Id.is_in(links.iter().map(|link| link.artifact_id.as_str())));
    let rows = rows.filter(artifact::Column::Kind.is_in(kinds)).all(db).await?;
    let urls: HashMap<String, String> = rows.into_iter().filter_map(|row| Some((row.id, row.url?))).collect();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for link in links {
        if let (Some(session), Some(url)) = (link.session_id, urls.get(&link.artifact_id)) {
            let of_session = found.entry(session).or_default();
            // One request may serve several goals.
            if !of_session.contains(url) {
                of_session.push(url.clone());
            }
        }
    }
    Ok(found)
}

/// Those of a session; one that it opened without a goal is linked to nothing else.
fn requests(mut linked: Vec<String>, job: Option<&Job>) -> Vec<String> {
    let opened = job.and_then(|job| job.delivered.as_ref()?.url.as_deref());
    let opened = opened.map(|url| Reference::parse(url).map_or_else(|| url.to_owned(), |reference| reference.canonical_url()));
    if let Some(opened) = opened.filter(|url| !linked.contains(url)) {
        linked.insert(0, opened);
    }
    linked
}

/// What the sessions of a task committed, newest session first: for each, what it committed.
pub async fn work_of(db: &impl ConnectionTrait, sessions: &[Session]) -> Result<HashMap<String, Vec<Commit>>> {
    let ids = sessions.iter().map(|session| session.id.as_str());
    let rows = dispatch::Entity::find().filter(dispatch::Column::SessionId.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.session_id, row.commits.as_deref().and_then(of_json).unwrap_or_default())).collect())
}
