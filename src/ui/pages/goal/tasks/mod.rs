//! The tasks of a goal: a list to work on, and the graph of what waits for what.

mod add;
mod blockers;
mod editor;
mod graph;
mod layout;
mod propose;
mod row;
mod sheet;

use super::state::use_goal;
use crate::{
    domain::{
        TaskId,
        task::{Task, order},
    },
    ui::components::{Button, ButtonKind, EmptyState, Glyph},
};
use add::AddTask;
use dioxus::prelude::*;
use graph::Graph;
use propose::Propose;
use row::TaskRow;
use sheet::GraphSheet;
use std::collections::BTreeMap;

pub use propose::Draft as ProposalDraft;
pub use row::symbol;

/// The tasks of the goal.
#[component]
pub fn Tasks() -> Element {
    let view = use_goal();
    let goal = view.goal();
    let tasks = sorted(&view.loaded.read().detail.tasks);
    let picked = use_signal(|| None::<TaskId>);
    let mut proposing = use_signal(|| false);
    let fixed = goal.archived_at.is_some();
    let drawn: Vec<Task> = tasks.iter().map(|(task, _)| task.clone()).collect();
    let empty = tasks.is_empty();
    let linked = tasks.iter().any(|(task, _)| !task.depends_on.is_empty());
    rsx! {
        section { class: "tasks",
            h2 { class: "visually-hidden", "Tasks" }
            if linked {
                Graph { tasks: drawn.clone(), picked }
                GraphSheet { tasks: drawn, picked }
            }
            div { class: "card task-card",
                if empty {
                    EmptyState { title: "No tasks yet",
                        p { "Cut the goal into pieces that one agent can do. Agents can add tasks, too." }
                        if !fixed {
                            Button { kind: ButtonKind::Primary, icon: Glyph::Sparkle, onclick: move |_| proposing.set(true), "Propose tasks" }
                        }
                    }
                } else {
                    ul { class: "task-list",
                        for (task , depth) in tasks {
                            TaskRow { key: "{task.id}", task, depth, picked, fixed }
                        }
                    }
                }
                if !fixed {
                    div { class: "task-foot",
                        AddTask { goal: goal.id.0.clone() }
                        if !empty {
                            Button { icon: Glyph::Sparkle, onclick: move |_| proposing.set(true), "Propose tasks" }
                        }
                    }
                }
            }
            if !fixed {
                Propose { open: proposing }
            }
        }
    }
}

/// What comes first comes first; with each task how deep it stands in the graph.
fn sorted(tasks: &[Task]) -> Vec<(Task, usize)> {
    let waits: BTreeMap<&str, Vec<&str>> =
        tasks.iter().map(|t| (t.id.as_str(), t.depends_on.iter().map(TaskId::as_str).collect())).collect();
    let depths: BTreeMap<&str, usize> = order(&waits).into_iter().collect();
    let mut all: Vec<(Task, usize)> = tasks.iter().map(|t| (t.clone(), depths.get(t.id.as_str()).copied().unwrap_or(0))).collect();
    all.sort_by_key(|(task, depth)| (task.status.is_closed(), *depth));
    all
}
