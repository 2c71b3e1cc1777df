use super::graph::Graph;
use crate::{
    domain::{TaskId, task::Task},
    ui::components::{Button, ButtonKind, Dialog, Glyph},
};
use dioxus::prelude::*;

/// How much larger or smaller one press makes the graph.
const STEP: f64 = 1.25;
/// The smallest and the largest size.
const LIMITS: (f64, f64) = (0.4, 2.5);

/// The graph on a phone: over the whole screen, moved by a finger, made larger and smaller by two buttons.
#[component]
pub fn GraphSheet(tasks: Vec<Task>, picked: Signal<Option<TaskId>>) -> Element {
    let mut open = use_signal(|| false);
    let mut zoom = use_signal(|| 1.0_f64);
    let mut by = move |factor: f64| {
        let next = (*zoom.peek() * factor).clamp(LIMITS.0, LIMITS.1);
        zoom.set(next);
    };
    rsx! {
        div { class: "graph-open",
            Button { kind: ButtonKind::Secondary, icon: Glyph::Graph, onclick: move |_| open.set(true), "View graph" }
        }
        Dialog {
            id: "task-graph",
            title: "What waits for what",
            open,
            onclose: move |()| open.set(false),
            actions: rsx! {
                Button { kind: ButtonKind::Secondary, onclick: move |_| by(1.0 / STEP), "Smaller" }
                Button { kind: ButtonKind::Secondary, onclick: move |_| by(STEP), "Larger" }
                Button { kind: ButtonKind::Primary, onclick: move |_| open.set(false), "Done" }
            },
            Graph { tasks, picked, name: "sheet", zoom: zoom() }
        }
    }
}
