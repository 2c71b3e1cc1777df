//! What was changed, in words for the activity log.

use super::{goal::Goal, task::Task};

/// `moved G3 to Measuring, set its due date to 2026-12-01`
pub fn of_goal(before: &Goal, after: &Goal) -> String {
    let mut said = Said::default();
    if before.status != after.status {
        said.add(format!("moved @ to {}", after.status.label()));
    }
    if before.title != after.title {
        said.add(format!("renamed @ to “{}”", after.title));
    }
    if before.priority != after.priority {
        said.add(format!("set the priority of @ to {}", after.priority.as_str()));
    }
    said.value("due date", before.due_on.map(|day| day.to_string()), after.due_on.map(|day| day.to_string()));
    said.value("project", before.project.clone(), after.project.clone());
    said.value("Jira address", before.jira_url.clone(), after.jira_url.clone());
    if before.tags != after.tags {
        let tags = after.tags.join(", ");
        said.add(if tags.is_empty() { "cleared the tags of @".into() } else { format!("set the tags of @ to {tags}") });
    }
    said.touched("owner", before.owner_id != after.owner_id);
    said.touched("parent", before.parent != after.parent);
    said.touched("description", before.description != after.description);
    said.touched("hypothesis", before.hypothesis != after.hypothesis);
    said.words(&after.key)
}

/// `moved T7 to Done`
pub fn of_task(before: &Task, after: &Task) -> String {
    let mut said = Said::default();
    if before.status != after.status {
        said.add(format!("moved @ to {}", after.status.label()));
    }
    if before.title != after.title {
        said.add(format!("renamed @ to “{}”", after.title));
    }
    if before.complexity != after.complexity {
        said.add(format!("set the complexity of @ to {}", after.complexity.as_str()));
    }
    let minutes = |task: &Task| task.estimate_minutes.map(|minutes| format!("{minutes} min"));
    said.value("estimate", minutes(before), minutes(after));
    said.touched("details", before.details != after.details);
    said.touched("dependencies", before.depends_on != after.depends_on);
    said.words(&after.key)
}

/// The changes so far; `@` stands for the record.
#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn add(&mut self, words: String) {
        self.0.push(words);
    }

    fn value(&mut self, name: &str, before: Option<String>, after: Option<String>) {
        match after {
            after if after == before => {}
            Some(value) => self.add(format!("set the {name} of @ to {value}")),
            None => self.add(format!("cleared the {name} of @")),
        }
    }

    fn touched(&mut self, name: &str, changed: bool) {
        if changed {
            self.add(format!("changed the {name} of @"));
        }
    }

    /// The record is named once; after that it is “it”.
    fn words(self, key: &str) -> String {
        let mut changes = self.0.into_iter();
        let Some(first) = changes.next() else { return format!("saved {key}") };
        changes.fold(first.replacen('@', key, 1), |all, next| {
            let next = match next.split_once(" of @") {
                Some((what, rest)) => format!("{}{rest}", what.replacen("the ", "its ", 1)),
                None => next.replacen('@', "it", 1),
            };
            format!("{all}, {next}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::{GoalStatus, Priority};

    fn goal() -> Goal {
        serde_json::from_value(serde_json::json!({
            "id": "g", "key": "G3", "title": "Faster", "status": "planning", "priority": "medium", "tags": [], "outcomes": [],
            "createdAt": "2026-11-22T12:00:00Z", "example": false, "updatedAt": "2026-11-22T12:00:00Z", "statusChangedAt": "2026-11-22T12:00:00Z", "version": 1
        }))
        .unwrap()
    }

    #[test]
    fn one_change_is_told_with_the_key() {
        let before = goal();
        assert_eq!(of_goal(&before, &Goal { status: GoalStatus::Measuring, ..goal() }), "moved G3 to Measuring");
        assert_eq!(of_goal(&before, &Goal { title: "Faster @ start".into(), ..goal() }), "renamed G3 to “Faster @ start”");
        assert_eq!(of_goal(&before, &Goal { description: Some("why".into()), ..goal() }), "changed the description of G3");
        assert_eq!(of_goal(&Goal { project: Some("app".into()), ..goal() }, &before), "cleared the project of G3");
        assert_eq!(of_goal(&before, &before), "saved G3");
    }

    #[test]
    fn several_changes_name_it_once() {
        let after = Goal { status: GoalStatus::Proven, priority: Priority::High, tags: vec!["a".into(), "b".into()], ..goal() };
        assert_eq!(of_goal(&goal(), &after), "moved G3 to Proven, set its priority to high, set its tags to a, b");
    }
}
