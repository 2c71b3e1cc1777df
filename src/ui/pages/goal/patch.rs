//! What a change looks like before the server has answered, and the change that takes it back.

use crate::domain::{
    goal::{Goal, GoalPatch},
    task::{Task, TaskPatch},
};

/// Puts what a patch says into the goal that is shown.
pub fn show(patch: &GoalPatch, goal: &mut Goal) {
    let patch = patch.clone();
    put(&mut goal.title, patch.title);
    put(&mut goal.description, patch.description);
    put(&mut goal.status, patch.status);
    put(&mut goal.priority, patch.priority);
    put(&mut goal.due_on, patch.due_on);
    put(&mut goal.tags, patch.tags);
    put(&mut goal.project, patch.project);
    put(&mut goal.owner_id, patch.owner_id);
    put(&mut goal.jira_url, patch.jira_url);
    put(&mut goal.hypothesis, patch.hypothesis);
}

/// The patch that brings back what `patch` changes in `before`.
pub fn back(patch: &GoalPatch, before: &Goal) -> GoalPatch {
    let before = before.clone();
    GoalPatch {
        title: was(&patch.title, before.title),
        description: was(&patch.description, before.description),
        status: was(&patch.status, before.status),
        priority: was(&patch.priority, before.priority),
        due_on: was(&patch.due_on, before.due_on),
        tags: was(&patch.tags, before.tags),
        project: was(&patch.project, before.project),
        parent: was(&patch.parent, before.parent.map(|id| id.0)),
        owner_id: was(&patch.owner_id, before.owner_id),
        jira_url: was(&patch.jira_url, before.jira_url),
        hypothesis: was(&patch.hypothesis, before.hypothesis),
    }
}

/// Puts what a patch says into the task that is shown; what it waits for is left to the server, which knows circles.
pub fn show_task(patch: &TaskPatch, task: &mut Task) {
    let patch = patch.clone();
    put(&mut task.title, patch.title);
    put(&mut task.details, patch.details);
    put(&mut task.complexity, patch.complexity);
    put(&mut task.status, patch.status);
    put(&mut task.estimate_minutes, patch.estimate_minutes);
    put(&mut task.start_when_ready, patch.start_when_ready);
}

/// The patch that brings back what `patch` changes in `before`.
pub fn back_task(patch: &TaskPatch, before: &Task) -> TaskPatch {
    let before = before.clone();
    TaskPatch {
        title: was(&patch.title, before.title),
        details: was(&patch.details, before.details),
        complexity: was(&patch.complexity, before.complexity),
        status: was(&patch.status, before.status),
        depends_on: was(&patch.depends_on, before.depends_on.into_iter().map(|id| id.0).collect()),
        estimate_minutes: was(&patch.estimate_minutes, before.estimate_minutes),
        start_when_ready: was(&patch.start_when_ready, before.start_when_ready),
    }
}

fn put<T>(shown: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *shown = given;
    }
}

fn was<T>(given: &Option<T>, before: T) -> Option<T> {
    given.as_ref().map(|_| before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::{GoalStatus, Priority};
    use chrono::DateTime;

    fn goal() -> Goal {
        Goal {
            id: "g".into(),
            key: "G1".into(),
            title: "before".into(),
            description: None,
            status: GoalStatus::Planning,
            priority: Priority::Low,
            due_on: None,
            tags: vec!["a".into()],
            project: Some("shop".into()),
            parent: None,
            owner_id: None,
            jira_url: None,
            hypothesis: None,
            hypothesis_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            status_changed_at: DateTime::UNIX_EPOCH,
            archived_at: None,
            version: 1,
            example: false,
        }
    }

    #[test]
    fn what_is_shown_can_be_taken_back() {
        let patch = GoalPatch { title: Some("after".into()), project: Some(None), status: Some(GoalStatus::Proven), ..Default::default() };
        let mut shown = goal();
        show(&patch, &mut shown);
        assert_eq!((shown.title.as_str(), shown.project.as_deref(), shown.status), ("after", None, GoalStatus::Proven));
        show(&back(&patch, &goal()), &mut shown);
        assert_eq!(shown, goal());
    }

    #[test]
    fn what_was_not_touched_is_not_sent() {
        let patch = GoalPatch { tags: Some(vec![]), ..Default::default() };
        assert_eq!(back(&patch, &goal()), GoalPatch { tags: Some(vec!["a".into()]), ..Default::default() });
    }
}
