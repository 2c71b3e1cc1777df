use super::{
    layout::{HEIGHT, Place, WIDTH, layout},
    row::symbol,
};
use crate::{
    domain::{TaskId, task::Task},
    ui::{browser, format},
};
use dioxus::prelude::*;

/// So many characters of a title fit into a box.
const FITS: usize = 17;

/// What waits for what, from left to right. The list below it says the same in words.
#[component]
pub fn Graph(
    tasks: Vec<Task>,
    picked: Signal<Option<TaskId>>,
    /// Sets the parts of this drawing apart from those of another on the page.
    #[props(default = "graph".to_owned())]
    name: String,
    /// 1 is the size at which texts are as large as elsewhere.
    #[props(default = 1.0)]
    zoom: f64,
) -> Element {
    let drawn = layout(&tasks);
    let (width, height) = (drawn.width, drawn.height);
    let named = |place: &Place| tasks.iter().find(|t| t.id == place.id).cloned();
    rsx! {
        div { class: "card graph", tabindex: "0", role: "region", "aria-label": "Graph of the tasks, scrolls sideways",
            svg { width: width * zoom, height: height * zoom, view_box: "0 0 {width} {height}",
                defs {
                    marker { id: "{name}-arrow", view_box: "0 0 8 8", "refX": "7", "refY": "4", "markerUnits": "userSpaceOnUse", "markerWidth": "8", "markerHeight": "8", orient: "auto",
                        path { d: "M0 0L8 4L0 8z", fill: "context-stroke" }
                    }
                }
                for arrow in drawn.arrows {
                    path {
                        key: "{arrow.from}-{arrow.to}",
                        class: "graph-arrow",
                        d: "{arrow.path}",
                        "data-critical": arrow.critical,
                        "data-picked": touches(picked, &arrow.from, &arrow.to),
                        marker_end: "url(#{name}-arrow)",
                    }
                }
                for (place , task) in drawn.boxes.iter().filter_map(|place| named(place).map(|task| (place.clone(), task))) {
                    Node { key: "{place.id}", place, task, picked }
                }
            }
        }
    }
}

#[component]
fn Node(place: Place, task: Task, picked: Signal<Option<TaskId>>) -> Element {
    let mut picked = picked;
    let (hovered, focused) = (task.id.clone(), task.id.clone());
    let (row, pressed) = (task.key.clone(), task.key.clone());
    let is_picked = picked.read().as_ref() == Some(&task.id);
    let title = format::middle(&task.title, FITS);
    rsx! {
        // An `a` made by a script would not be the one of SVG, and would not be drawn.
        g {
            class: "graph-node",
            role: "link",
            tabindex: "0",
            onclick: move |_| browser::scroll_to(&row),
            onkeydown: move |event| {
                if event.key() == Key::Enter {
                    browser::scroll_to(&pressed);
                }
            },
            "data-picked": is_picked,
            "data-status": task.status.as_str(),
            onmouseenter: move |_| picked.set(Some(hovered.clone())),
            onmouseleave: move |_| picked.set(None),
            onfocusin: move |_| picked.set(Some(focused.clone())),
            rect { x: place.x, y: place.y, width: WIDTH, height: HEIGHT, rx: "8" }
            g { class: "icon", transform: "translate({place.x + 10.0} {place.y + 14.0})",
                r#use { href: "/icons.svg#{symbol(task.status).name()}", width: "16", height: "16" }
            }
            text { x: place.x + 33.0, y: place.y + 18.0, class: "graph-key", "{task.key} · {task.status.label()}" }
            text { x: place.x + 33.0, y: place.y + 34.0, "{title}" }
        }
    }
}

fn touches(picked: Signal<Option<TaskId>>, from: &TaskId, to: &TaskId) -> bool {
    picked.read().as_ref().is_some_and(|id| id == from || id == to)
}
