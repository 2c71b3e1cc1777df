use super::super::state::use_goal;
use crate::{
    domain::{
        TaskId,
        task::{Task, TaskPatch},
    },
    rpc,
    ui::components::{Glyph, Icon},
};
use dioxus::prelude::*;

/// What a task waits for: each can be taken away, another one chosen. A circle is refused here, by its name.
#[component]
pub fn Blockers(task: Task) -> Element {
    let view = use_goal();
    let tasks = view.loaded.read().detail.tasks.clone();
    let mut error = use_signal(|| None::<String>);
    let waits: Vec<Task> = tasks.iter().filter(|t| task.depends_on.contains(&t.id)).cloned().collect();
    let others: Vec<Task> = tasks.iter().filter(|t| t.id != task.id && !task.depends_on.contains(&t.id)).cloned().collect();
    let (id, before) = (task.id.0.clone(), task.depends_on.clone());
    let set = move |depends_on: Vec<String>| {
        let id = id.clone();
        spawn(async move {
            let patch = TaskPatch { depends_on: Some(depends_on), ..Default::default() };
            match rpc::tasks::change(id, patch).await {
                Ok(_) => {
                    error.set(None);
                    view.refresh();
                }
                Err(failed) => error.set(Some(failed.field("/dependsOn").map_or_else(|| failed.to_string(), str::to_owned))),
            }
        });
    };
    let (with, without) = (before.clone(), before);
    let (add, remove) = (set.clone(), set);
    let alone = others.is_empty();
    let field = format!("blockers-{}", task.key);
    rsx! {
        div { class: "field",
            label { r#for: "{field}", "Blocked by" }
            div { class: "blockers",
                for blocker in waits {
                    button {
                        key: "{blocker.id}",
                        class: "toggle",
                        r#type: "button",
                        "aria-label": "{task.key} does not wait for {blocker.key} any more",
                        onclick: {
                            let (remove, without, gone) = (remove.clone(), without.clone(), blocker.id.clone());
                            move |_| remove(ids(without.iter().filter(|id| **id != gone)))
                        },
                        "{blocker.key} {blocker.title}"
                        Icon { glyph: Glyph::Cross, size: 14 }
                    }
                }
                select {
                    class: "input",
                    id: "{field}",
                    "aria-invalid": error.read().is_some().then_some("true"),
                    "aria-describedby": "{field}-error",
                    disabled: alone,
                    onchange: move |event| {
                        let chosen = TaskId(event.value());
                        if !chosen.as_str().is_empty() {
                            add(ids(with.iter().chain([&chosen])));
                        }
                    },
                    option { value: "", selected: true, if alone { "No other task" } else { "Choose a task…" } }
                    for other in others {
                        option { key: "{other.id}", value: "{other.id}", "{other.key} {other.title}" }
                    }
                }
            }
            div { id: "{field}-error", class: "field-error", role: "alert",
                if let Some(error) = error() {
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "{error}"
                }
            }
        }
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a TaskId>) -> Vec<String> {
    ids.map(|id| id.0.clone()).collect()
}
