use super::{super::state::use_goal, editor::TaskEditor};
use crate::{
    domain::{
        TaskId,
        task::{Complexity, Task, TaskPatch, TaskStatus},
    },
    ui::{
        components::{Glyph, Icon, IconButton},
        format,
    },
};
use dioxus::prelude::*;

/// One task: where it stands, what it is, what it waits for; opened, everything about it.
#[component]
pub fn TaskRow(task: Task, depth: usize, picked: Signal<Option<TaskId>>, fixed: bool) -> Element {
    let mut picked = picked;
    let mut open = use_signal(|| false);
    let (hovered, focused) = (task.id.clone(), task.id.clone());
    let closed = task.status.is_closed();
    let is_picked = picked.read().as_ref() == Some(&task.id);
    rsx! {
        li {
            id: "{task.key}",
            class: "task",
            "data-picked": is_picked,
            "data-closed": closed,
            style: "--depth:{depth}",
            onmouseenter: move |_| picked.set(Some(hovered.clone())),
            onmouseleave: move |_| picked.set(None),
            onfocusin: move |_| picked.set(Some(focused.clone())),
            div { class: "task-line",
                Status { task: task.clone(), fixed }
                div { class: "task-words",
                    p { class: "task-title",
                        span { class: "mono muted", "{task.key}" }
                        " {task.title}"
                    }
                    Waiting { task: task.clone() }
                }
                span { class: "task-facts",
                    if let Some(minutes) = task.estimate_minutes {
                        span { class: "nowrap", {format::duration(i64::from(minutes) * 60)} }
                    }
                    if task.complexity != Complexity::Medium {
                        span { "{task.complexity.as_str()}" }
                    }
                }
                if !fixed && task.status.is_waiting() {
                    StartWhenReady { task: task.clone() }
                }
                if !fixed {
                    IconButton {
                        glyph: if open() { Glyph::ChevronDown } else { Glyph::ChevronRight },
                        label: if open() { "Close {task.key}" } else { "Open {task.key}" },
                        aria_expanded: open().to_string(),
                        onclick: move |_| open.toggle(),
                    }
                }
            }
            if open() {
                TaskEditor { task: task.clone(), onclose: move |()| open.set(false) }
            }
        }
    }
}

#[component]
fn Status(task: Task, fixed: bool) -> Element {
    let view = use_goal();
    let status = task.status;
    rsx! {
        label { class: "task-status", "data-status": status.as_str(),
            Icon { glyph: symbol(status), size: 14 }
            span { class: "visually-hidden", "State of {task.key}" }
            select {
                disabled: fixed,
                onchange: move |event| {
                    if let Some(to) = TaskStatus::parse(&event.value()).filter(|to| *to != status) {
                        let patch = TaskPatch { status: Some(to), ..Default::default() };
                        view.change_task(&task, patch, format!("{} is {} now", task.key, to.label().to_lowercase()));
                    }
                },
                for choice in TaskStatus::ALL {
                    option { key: "{choice.as_str()}", value: choice.as_str(), selected: choice == status, "{choice.label()}" }
                }
            }
        }
    }
}

/// Whether an agent starts on the task by itself once nothing blocks it.
#[component]
fn StartWhenReady(task: Task) -> Element {
    let view = use_goal();
    let on = task.start_when_ready;
    rsx! {
        button {
            class: "task-auto",
            r#type: "button",
            title: "An agent starts on it by itself once nothing blocks it",
            "aria-pressed": on.to_string(),
            "aria-label": "Start when ready, {task.key}",
            onclick: move |_| {
                let patch = TaskPatch { start_when_ready: Some(!on), ..Default::default() };
                let words = if on { "does not start by itself any more" } else { "starts by itself when it is ready" };
                view.change_task(&task, patch, format!("{} {words}", task.key));
            },
            Icon { glyph: if on { Glyph::Check } else { Glyph::Bot }, size: 14 }
            "Start when ready"
        }
    }
}

/// What the graph shows, in words.
#[component]
fn Waiting(task: Task) -> Element {
    let view = use_goal();
    let tasks = view.loaded.read().detail.tasks.clone();
    let keys = |ids: &mut dyn Iterator<Item = &TaskId>| {
        let keys: Vec<String> = ids.filter_map(|id| tasks.iter().find(|t| t.id == *id)).map(|t| t.key.clone()).collect();
        keys.join(", ")
    };
    let blocked = keys(&mut task.blocked_by.iter());
    let met = keys(&mut task.depends_on.iter().filter(|id| !task.blocked_by.contains(id)));
    let blocks = keys(&mut tasks.iter().filter(|t| t.depends_on.contains(&task.id)).map(|t| &t.id));
    let parts = [("Blocked by", blocked, true), ("After", met, false), ("Blocks", blocks, false)];
    if parts.iter().all(|(_, keys, _)| keys.is_empty()) {
        return VNode::empty();
    }
    rsx! {
        p { class: "task-waits",
            for (words , keys , loud) in parts.into_iter().filter(|(_, keys, _)| !keys.is_empty()) {
                span { key: "{words}", "data-blocked": loud && !task.status.is_closed(), "{words} {keys}" }
            }
        }
    }
}

/// The symbol of a state; its word always stands beside it.
pub fn symbol(status: TaskStatus) -> Glyph {
    match status {
        TaskStatus::Todo => Glyph::StatusPlanning,
        TaskStatus::Ready => Glyph::Play,
        TaskStatus::Running => Glyph::StatusInProgress,
        TaskStatus::Review => Glyph::Eye,
        TaskStatus::Done => Glyph::StatusProven,
        TaskStatus::Failed => Glyph::Warning,
        TaskStatus::Cancelled => Glyph::Cross,
    }
}
