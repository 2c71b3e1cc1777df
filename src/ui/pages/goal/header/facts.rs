use super::{super::state::use_goal, editable::Editable};
use crate::{
    domain::{
        PersonId,
        goal::{GoalPatch, Priority},
    },
    ui::{
        components::{Glyph, Icon, Menu, MenuItem},
        format,
        hooks::use_now,
    },
};
use chrono::NaiveDate;
use dioxus::prelude::*;

const OWNER: &str = "goal-owner";
const PRIORITY: &str = "goal-priority";

/// The facts about the goal, each changed where it stands.
#[component]
pub fn Facts() -> Element {
    let view = use_goal();
    let goal = view.goal();
    let set = move |patch: GoalPatch, what: &str| view.change(patch, format!("{what} changed"));
    let fixed = goal.archived_at.is_some();
    rsx! {
        // In the archive nothing can be pressed.
        div { class: "facts", inert: fixed.then_some(true),
            OwnerFact { owner: goal.owner_id.clone() }
            PriorityFact { priority: goal.priority }
            Editable {
                id: "goal-due",
                label: "Due date",
                kind: "date",
                value: goal.due_on.map(|d| d.to_string()).unwrap_or_default(),
                onsave: move |text: String| {
                    let due_on = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
                    set(GoalPatch { due_on: Some(due_on), ..Default::default() }, "Due date");
                },
                Icon { glyph: Glyph::Calendar, size: 14 }
                Due { day: goal.due_on }
            }
            Editable {
                id: "goal-project",
                label: "Project",
                value: goal.project.clone().unwrap_or_default(),
                placeholder: "Project",
                onsave: move |text: String| {
                    let project = Some(text).filter(|t| !t.is_empty());
                    set(GoalPatch { project: Some(project), ..Default::default() }, "Project");
                },
                Icon { glyph: Glyph::Briefcase, size: 14 }
                if let Some(project) = &goal.project {
                    "{project}"
                } else {
                    span { class: "muted", "No project" }
                }
            }
            Editable {
                id: "goal-tags",
                label: "Tags",
                value: goal.tags.join(", "),
                placeholder: "checkout, latency",
                onsave: move |text: String| set(GoalPatch { tags: Some(tags(&text)), ..Default::default() }, "Tags"),
                Icon { glyph: Glyph::Tag, size: 14 }
                if goal.tags.is_empty() {
                    span { class: "muted", "No tags" }
                }
                for tag in &goal.tags {
                    span { key: "{tag}", class: "pill", "{tag}" }
                }
            }
            if let Some(url) = &goal.jira_url {
                a { class: "fact", href: "{url}", rel: "noopener nofollow",
                    Icon { glyph: Glyph::External, size: 14 }
                    "Jira"
                }
            }
        }
    }
}

#[component]
fn OwnerFact(owner: Option<PersonId>) -> Element {
    let view = use_goal();
    let people = view.loaded.read().people.clone();
    let name = people.iter().find(|p| Some(&p.id) == owner.as_ref()).map(|p| p.name.clone());
    let set = move |owner_id: Option<PersonId>, name: &str| {
        let patch = GoalPatch { owner_id: Some(owner_id), ..Default::default() };
        view.change(patch, format!("The owner is {name} now"));
    };
    rsx! {
        Menu {
            id: OWNER,
            label: "Owner",
            trigger_class: "fact",
            worded: true,
            trigger: rsx! {
                Icon { glyph: Glyph::User, size: 14 }
                if let Some(name) = name {
                    span { class: "visually-hidden", "Owner: " }
                    "{name}"
                } else {
                    span { class: "muted", "No owner" }
                }
            },
            for person in people {
                MenuItem {
                    key: "{person.id}",
                    of: OWNER,
                    current: Some(&person.id) == owner.as_ref(),
                    onselect: {
                        let person = person.clone();
                        move |()| set(Some(person.id.clone()), &person.name)
                    },
                    "{person.name}"
                }
            }
            MenuItem { of: OWNER, current: owner.is_none(), onselect: move |()| set(None, "nobody"), "Nobody" }
        }
    }
}

#[component]
fn PriorityFact(priority: Priority) -> Element {
    let view = use_goal();
    rsx! {
        Menu {
            id: PRIORITY,
            label: "Priority",
            trigger_class: "fact",
            worded: true,
            trigger: rsx! {
                Icon { glyph: if priority >= Priority::High { Glyph::ArrowUp } else { Glyph::List }, size: 14 }
                span { "data-urgent": priority == Priority::Urgent, "{priority.label()} priority" }
            },
            for choice in Priority::ALL.into_iter().rev() {
                MenuItem {
                    key: "{choice.as_str()}",
                    of: PRIORITY,
                    current: choice == priority,
                    onselect: move |()| {
                        if choice != priority {
                            let patch = GoalPatch { priority: Some(choice), ..Default::default() };
                            view.change(patch, format!("Priority is {} now", choice.label().to_lowercase()));
                        }
                    },
                    "{choice.label()}"
                }
            }
        }
    }
}

/// The due date; once the browser knows the day, without the year where it is this one, and marked when it has passed.
#[component]
fn Due(day: Option<NaiveDate>) -> Element {
    let now = use_now();
    let Some(day) = day else {
        return rsx! {
            span { class: "muted", "No due date" }
        };
    };
    let today = now().map(|now| now.date_naive());
    let words = today.map_or_else(|| day.format("%-d %b %Y").to_string(), |today| format::day(day, today));
    let late = today.is_some_and(|today| day < today);
    rsx! {
        time { datetime: "{day}", "data-late": late,
            "due {words}"
            if late {
                ", passed"
            }
        }
    }
}

/// What was written between commas.
fn tags(text: &str) -> Vec<String> {
    text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn tags_stand_between_commas() {
        assert_eq!(super::tags("checkout,  ci & cd ,, "), ["checkout", "ci & cd"]);
    }
}
