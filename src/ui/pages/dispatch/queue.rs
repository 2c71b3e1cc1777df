use super::{
    carry::{Handle, Order, use_order},
    live::{About, Stop, agent},
};
use crate::{
    domain::session::SessionView,
    ui::components::{Button, ButtonKind, Glyph, Icon},
};
use dioxus::prelude::*;

/// Sessions that wait, in the order in which they start, each with its reason. The order is a person's to change.
#[component]
pub fn Queue(sessions: Vec<SessionView>) -> Element {
    Order::provide();
    let places = sessions.len();
    rsx! {
        section { class: "pane pane-queue", "aria-labelledby": "queue-title",
            h2 { id: "queue-title",
                "Queue "
                span { class: "count", "{places}" }
            }
            if sessions.is_empty() {
                p { class: "pane-empty", "Nothing waits." }
            }
            ol { class: "queue",
                for (place , session) in sessions.into_iter().enumerate() {
                    Row { key: "{session.session.id}", place, places, view: session }
                }
            }
        }
    }
}

#[component]
fn Row(place: usize, places: usize, view: SessionView) -> Element {
    let order = use_order();
    let carried = order.carried.read();
    let held = carried.as_ref().is_some_and(|carried| carried.key == view.session.key);
    let over = carried.as_ref().is_some_and(|carried| carried.to == place && !held);
    let why = view.started.as_ref().and_then(|started| started.waits_for.clone()).unwrap_or_else(|| "its turn".to_owned());
    rsx! {
        li { class: "queue-row", "data-drop": "{place}", "data-held": held, "data-over": over,
            p { class: "queue-name",
                Link { to: "/sessions/{view.session.key}",
                    b { {agent(&view)} }
                    span { class: "mono muted", "{view.session.key}" }
                }
                if view.started.as_ref().is_some_and(|started| started.automatic) {
                    span { class: "muted", "started by the chain" }
                }
                if places > 1 {
                    Handle { place, places, name: view.session.key.clone() }
                }
            }
            About { view: view.clone() }
            p { class: "queue-why",
                Icon { glyph: Glyph::Hourglass, size: 14 }
                "Waits for {why}"
            }
            div { class: "queue-actions",
                if places > 1 {
                    Moves { place, places, name: view.session.key.clone() }
                }
                Stop { view: view.clone() }
            }
        }
    }
}

/// The places that it can be put to without dragging it. A button that leads nowhere stays, so that those beside it do not move.
#[component]
fn Moves(place: usize, places: usize, name: String) -> Element {
    let moves = [
        ("up", Some(Glyph::ArrowUp), place.checked_sub(1), format!("Move {name} up")),
        ("down", Some(Glyph::ArrowDown), Some(place + 1).filter(|to| *to < places), format!("Move {name} down")),
        ("first", None, Some(0).filter(|to| *to < place), format!("Put {name} first")),
    ];
    rsx! {
        for (way , icon , to , label) in moves {
            Move { key: "{way}", id: "queue-{way}-{name}", name: name.clone(), to, icon, label,
                if way == "first" { "First" }
            }
        }
    }
}

#[component]
fn Move(
    id: String,
    name: String,
    #[props(!optional)] to: Option<usize>,
    #[props(!optional)] icon: Option<Glyph>,
    label: String,
    children: Element,
) -> Element {
    let order = use_order();
    let control = id.clone();
    let go = move |_| {
        if let Some(to) = to {
            order.put(&name, to, &control);
        }
    };
    rsx! {
        Button { kind: ButtonKind::Quiet, icon, "aria-disabled": to.is_none().then_some("true"), id, "aria-label": "{label}", title: "{label}", onclick: go, {children} }
    }
}
