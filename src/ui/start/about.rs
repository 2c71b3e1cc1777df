//! What the session is about: goal, task, and words.

use super::{Wrong, form::Form};
use crate::{
    domain::task::{Task, TaskStatus},
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, Select, TextArea},
        picker::GoalPicker,
    },
};
use dioxus::prelude::*;

/// Goal, task, and what is to be done.
#[component]
pub fn About(form: Signal<Form>, wrong: Signal<Wrong>) -> Element {
    let mut choosing = use_signal(|| form.peek().goal.is_empty());
    let goal = use_memo(move || form.read().goal.clone());
    let found = use_resource(move || find(goal()));
    let (key, title, tasks) = found.read().clone().unwrap_or_default();
    let taken = |text: &str| form.read().task == text;
    let choices = std::iter::once(Choice::new("", "No task: in my own words")).chain(
        tasks
            .iter()
            .filter(|t| is_open(t) || taken(&t.key) || taken(&t.id.0))
            .map(|t| Choice::new(&t.key, format!("{} {}", t.key, t.title))),
    );
    let chosen = tasks.iter().find(|t| taken(&t.key) || taken(&t.id.0)).map(|t| t.key.clone()).unwrap_or_default();
    let has_task = !chosen.is_empty();
    rsx! {
        if choosing() {
            div { class: "field",
                span { class: "start-label", "Goal" }
                GoalPicker {
                    id: "start-goal",
                    onpick: move |(_, key)| {
                        form.write().goal = key;
                        form.write().task = String::new();
                        choosing.set(false);
                    },
                    onclose: move |()| choosing.set(goal.peek().is_empty()),
                }
                if let Some(error) = wrong.read().of("/goalId") {
                    p { class: "field-error", role: "alert", "{error}" }
                }
            }
        } else {
            p { class: "start-goal",
                span { class: "mono muted", "{key}" }
                b { "{title}" }
                Button { kind: ButtonKind::Quiet, onclick: move |_| choosing.set(true), "Other goal" }
            }
        }
        if !tasks.is_empty() {
            Select {
                id: "start-task",
                label: "Task",
                name: "task",
                choices: choices.collect::<Vec<_>>(),
                value: chosen,
                onchange: move |key| form.write().task = key,
            }
        }
        TextArea {
            id: "start-prompt",
            label: if has_task { "Anything to add" } else { "What is to be done" },
            name: "prompt",
            value: form.read().prompt.clone(),
            rows: 3,
            error: wrong.read().of("/prompt"),
            hint: form.read().exact.is_some().then(|| "Not used: you edit the whole prompt below.".to_owned()),
            oninput: move |text| form.write().prompt = text,
        }
    }
}

/// The goal's key, title and tasks.
async fn find(goal: String) -> (String, String, Vec<Task>) {
    if goal.is_empty() {
        return Default::default();
    }
    match rpc::goals::detail(goal.clone()).await {
        Ok(detail) => (detail.goal.key, detail.goal.title, detail.tasks),
        Err(_) => (goal, String::new(), Vec::new()),
    }
}

fn is_open(task: &Task) -> bool {
    !matches!(task.status, TaskStatus::Done | TaskStatus::Cancelled | TaskStatus::Running)
}
