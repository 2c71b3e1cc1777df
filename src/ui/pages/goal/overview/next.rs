use super::super::{tasks::symbol, view::View};
use crate::{
    domain::task::{Task, TaskStatus},
    ui::components::Icon,
};
use dioxus::prelude::*;

/// So many tasks are shown.
const SHOWN: usize = 3;

/// What can be worked on now: open tasks that wait for nothing.
#[component]
pub fn NextTasks(tasks: Vec<Task>, goal_key: String) -> Element {
    let next = next(&tasks);
    let open = tasks.iter().filter(|t| !t.status.is_closed()).count();
    if open == 0 {
        return VNode::empty();
    }
    rsx! {
        div { class: "card",
            h3 { "Next" }
            if next.is_empty() {
                p { class: "muted", "Every open task waits for another one." }
            }
            ul { class: "lines",
                for task in next {
                    li { key: "{task.id}",
                        span { class: "task-mark", "data-status": task.status.as_str(), Icon { glyph: symbol(task.status) } }
                        div { class: "line-words",
                            Link { to: "{View::Tasks.route(&goal_key).href()}#{task.key}", "{task.title}" }
                        }
                        span { class: "muted nowrap", "{task.status.label()}" }
                    }
                }
            }
            Link { class: "more", to: View::Tasks.route(&goal_key).href(), {format!("All tasks, {open} open")} }
        }
    }
}

/// What runs or needs a look stands before what could be started.
fn next(tasks: &[Task]) -> Vec<Task> {
    let urgency = |task: &Task| match task.status {
        TaskStatus::Review => 0,
        TaskStatus::Failed => 1,
        TaskStatus::Running => 2,
        TaskStatus::Ready => 3,
        _ => 4,
    };
    let mut free: Vec<&Task> = tasks.iter().filter(|t| !t.status.is_closed() && t.blocked_by.is_empty()).collect();
    free.sort_by_key(|task| urgency(task));
    free.into_iter().take(SHOWN).cloned().collect()
}
